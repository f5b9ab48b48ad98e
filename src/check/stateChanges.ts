import {
  changingNamesSchema,
  findChanges,
  type ChangingName,
  type ChangingNames,
} from '../analyze/changingNames.js';
import { FileReader } from '../base/fileReader.js';
import { readSource } from '../base/readSource.js';
import type { Finding } from '../findings/finding.js';
import type { StateChange } from '../model/pluginPlan.js';
import type { HostInfo } from '../model/host.js';
import type { PlannedPackage } from '../model/renamePlan.js';
import type { Prepared } from '../plan/prepared.js';
import { generatedRegistrations } from '../sharing/registeringNames.js';
import { isHostsOwn } from '../sharing/shareByDefault.js';
import { findFunction } from '../syntax/declarations.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import type { Question } from './askOnce.js';
import { importedLibraries, isOwn, pathsOf, type ImportedLibraries } from './importedLibraries.js';

/** The packages whose state the plugin's own code can change. */
export interface ChangingPackages extends ImportedLibraries {
  /** All third-party packages. */
  thirdParty: ReadonlySet<string>;
}

/**
 * The packages to ask about.
 *
 * @param prepared - the plan.
 * @param host - packages of its main module are left out: changing those is what they are shared for.
 * @returns undefined if the plugin's own code imports no third-party package.
 */
export function chooseChanging(
  { graph, plan }: Pick<Prepared, 'graph' | 'plan'>,
  host: HostInfo | undefined,
): ChangingPackages | undefined {
  const isThirdParty = (one: PlannedPackage): boolean =>
    one.module !== undefined && !isOwn(one) && !(host !== undefined && isHostsOwn(host, one.importPath));
  const thirdParty = [...plan.packages.values()].filter(
    (one) => graph.packages.has(one.importPath) && isThirdParty(one),
  );
  const found = importedLibraries({ graph, plan }, thirdParty);
  return found && { ...found, thirdParty: new Set(pathsOf(thirdParty)) };
}

/** Asks for the names that change state of the libraries, which is independent of the plugin's own code. */
export function askForNames(
  { libraries, analysed }: ChangingPackages,
  { hashes }: Pick<Prepared, 'hashes'>,
): Question<ChangingNames> {
  const content = { libraries, analysed };
  return { content, packages: analysed, key: hashes.dependency, schema: changingNamesSchema };
}

/**
 * Finds how the plugin's own code changes state of third-party packages: other plugins, and the host, may share it.
 *
 * @param prepared - the plan.
 * @param packages - whose state may change.
 * @param names - that change state of them; undefined if that is not known.
 * @returns each way once, with the first place; its file is absolute.
 */
export function findStateChanges(
  prepared: Pick<Prepared, 'graph' | 'sources'>,
  { thirdParty }: ChangingPackages,
  names: readonly ChangingName[] | undefined,
): StateChange[] {
  const generated = generatedRegistrations((path) => thirdParty.has(path)).map(
    ({ statePackage, ...one }): ChangingName => {
      return { ...one, by: 'value', method: '', package: statePackage, registers: true };
    },
  );
  const known = (names ?? []).filter((one) => thirdParty.has(one.package));
  return findInOwnCode(prepared, [...generated, ...known]);
}

/** The first place of each way to change state. */
function findInOwnCode(
  { graph, sources }: Pick<Prepared, 'graph' | 'sources'>,
  names: readonly ChangingName[],
): StateChange[] {
  const reader = new FileReader();
  const libraries = new Set(names.map(({ importPath }) => importPath));
  const found = new Map<string, StateChange>();
  for (const file of sources) {
    const { path, kind, importPath: user = '', group } = file;
    const pkg = graph.packages.get(user);
    if (group === 'dependency' || pkg === undefined || (kind !== 'go' && kind !== 'cgo')) continue;
    // Files for other systems, and tests, are not compiled.
    if (!pkg.files.go.includes(path.slice(pkg.dir.length + 1))) continue;
    if (!pkg.imports.some((imported) => libraries.has(imported))) continue;
    const source = readSource(reader, file);
    const header = parseGoHeader(source, path);
    const imports = header.imports.map((spec) => {
      return { ...spec, name: spec.name ?? graph.packages.get(spec.importPath)?.name };
    });
    const main = group === 'main' ? findFunction(source, 'main') : undefined;
    for (const { offset, line, column, ...change } of findChanges(source, { ...header, imports }, names)) {
      // A plugin's main is never called.
      if (main !== undefined && main.start <= offset && offset < main.end) continue;
      const { importPath, name, method, statePackage, variable } = change;
      const key = [user, importPath, name, method, statePackage, variable].join(' ');
      if (!found.has(key)) found.set(key, { ...change, user, position: { file: path, line, column } });
    }
  }
  return [...found.values()];
}

/**
 * Reports what the plugin's own code registers in packages that it shares with its host.
 *
 * @param prepared - the plan.
 * @param changes - of state.
 */
export function checkSharedRegistrations(
  { plan }: Pick<Prepared, 'plan'>,
  changes: readonly StateChange[],
): Finding[] {
  return changes.flatMap(
    ({ position, importPath, name, method, statePackage, variable, registers }): Finding[] => {
      const decision = plan.packages.get(statePackage)?.decision;
      if (!registers || (decision !== 'keep' && decision !== 'split')) return [];
      return [{ kind: 'shared-registration', position, importPath, name, method, statePackage, variable }];
    },
  );
}
