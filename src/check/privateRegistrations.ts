import type { Finding } from '../findings/finding.js';
import type { StateUse } from '../model/globalState.js';
import type { RegisterCall } from '../syntax/registerCalls.js';
import { isExported } from '../syntax/typeReferences.js';
import type { SourceFileOfPackage } from '../analyze/packageNames.js';

/** What a plugin registers in private copies. */
export interface PrivateRegistrations {
  /** Calls of the plugin's own code to renamed third-party packages, with their file. */
  calls: (RegisterCall & { file: string })[];
  /** Uses of isolated global state of the standard library; `kind` is the name for --no-isolate. */
  uses: (StateUse & { kind: string })[];
}

/**
 * Whether a host can look anything up in a plugin.
 * @param files - of the main package.
 */
export function exportsSymbols(files: readonly SourceFileOfPackage[]): boolean {
  return files.some(
    ({ declarations: { functions, values } }) =>
      functions.some(
        ({ name, receiver, generic }) => receiver === undefined && !generic && isExported(name),
      ) || values.some(({ kind, name }) => kind === 'var' && isExported(name)),
  );
}

/** Reports registrations that the host does not see, in a plugin that exports nothing; each function once. */
export function checkPrivateRegistrations({ calls, uses }: PrivateRegistrations): Finding[] {
  const found = new Map<string, Finding>();
  const add = (finding: Finding & { kind: 'private-registration' }): void => {
    const key = `${finding.statePackage}.${finding.name}`;
    if (!found.has(key)) found.set(key, finding);
  };
  for (const { importPath: statePackage, name, file, line, column } of calls)
    add({
      kind: 'private-registration',
      position: { file, line, column },
      statePackage,
      name,
      isolation: undefined,
    });
  for (const { statePackage, name, file, line, column, kind } of uses)
    add({
      kind: 'private-registration',
      position: { file, line, column },
      statePackage,
      name,
      isolation: kind,
    });
  return [...found.values()];
}
