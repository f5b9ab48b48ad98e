import type { Text } from '../../model/documentValues.js';
import { formatCommand } from '../../base/shellWords.js';
import { defineFinding } from '../defineFinding.js';
import type { Owner, DifferingPackage } from '../findingData.js';
import { nameOwner, listNames, count } from '../phrases.js';

/** plugin.Open will refuse the plugin: the process already has different builds of these packages. */
export interface PackagesDiffer extends Owner {
  kind: 'packages-differ';
  /**
   * `version`: a different version, or a different replacement; `source`: built from a local directory, so versions
   * cannot be compared; `directory`: compiled in a different directory, and source positions are part of a package;
   * `import`: they import packages that differ; `unknown`: the files do not record the reason.
   */
  cause: 'version' | 'source' | 'directory' | 'import' | 'unknown';
  /** @minItems 1 */
  packages: DifferingPackage[];
  /** What is not recorded, a clause each; only for `unknown`. */
  unrecorded: Text[];
}

export const packagesDiffer = defineFinding<PackagesDiffer>({
  kind: 'packages-differ',
  severity: 'error',
  why: 'plugin.Open compares the hash of every package that the process already has, and refuses the plugin if one differs.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ cause, packages, unrecorded: missing, ...owner }, _place, path) => {
    const other = nameOwner(owner, path);
    const details = listDiffering(packages, owner);
    const one = packages.length === 1;
    const what = count(packages.length, 'package');
    const differ = one ? 'differs' : 'differ';
    switch (cause) {
      case 'version':
        return {
          message: `${what} ${differ} in version from ${other}`,
          details,
          advice:
            owner.ownerKind === 'host'
              ? `${RENAME}; ${formatCommand(['--host', path(owner.owner), '--keep'])} IMPORTPATH shares the host's copy.`
              : `${RENAME}.`,
        };
      case 'source':
        return {
          message: `${what} ${differ} from ${other}; built from a local directory, so versions cannot be compared`,
          details,
          advice: `Build both from the same source, in the same directory; or ${RENAME}.`,
        };
      case 'directory':
        return {
          message: `${what} ${one ? 'was' : 'were'} compiled in a different directory than in ${other}; source positions are part of a package`,
          details,
          advice: `Build both with -trimpath, or in the same module cache; or ${RENAME}.`,
        };
      case 'import':
        return {
          message: `${what} ${differ} from ${other} because of what ${one ? 'it imports' : 'they import'}`,
          details,
          advice: `Fix the findings above, or use renaming for all of them: ${RENAME}.`,
        };
      case 'unknown':
        return {
          message: `${what} ${differ} from ${other} for reasons that the files do not record`,
          details: [...details, ...missing],
          advice: packages.every(({ importPath }) => /^[^/]*\./.test(importPath))
            ? `${RENAME}.`
            : `Build the plugin with the build flags and environment of ${other}.`,
        };
    }
  },
});

const RENAME = '`gorename-plugin build DIR` gives the plugin its own copies';

/** One line for each module, and one for all packages without a module that differ in the same way. */
function listDiffering(packages: readonly DifferingPackage[], { ownerKind }: Owner): string[] {
  const lines = new Map<string, { module: string; facts: string; names: string[] }>();
  for (const { importPath, module, ownerValue, pluginValue } of packages) {
    const other = ownerKind === 'host' ? 'host' : 'earlier plugin';
    const differs = `${pluginValue || 'unknown'}, ${other} ${ownerValue || 'unknown'}`;
    const facts = pluginValue === ownerValue ? pluginValue : differs;
    const key = JSON.stringify([module, facts]);
    const { names } = lines.get(key) ?? { names: [] };
    lines.set(key, { module, facts, names: [...names, importPath] });
  }
  return [...lines.values()].map(({ module, facts, names }) => {
    const short = module === '' || names.length === 1;
    const name = short ? listNames(names) : `${module} (${count(names.length, 'package')})`;
    return facts === '' ? name : `${name}: ${facts}`;
  });
}
