import { join } from 'node:path';
import * as v from 'valibot';
import { changingNamesSchema, findChanges, type ChangingName } from '../analyze/changingNames.js';
import { askTypecheck } from '../analyze/typecheck.js';
import { digest } from '../base/digest.js';
import { FileReader } from '../base/fileReader.js';
import { readSource } from '../base/readSource.js';
import type { Finding } from '../findings/finding.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { StateChange } from '../model/pluginPlan.js';
import type { HostInfo } from '../model/host.js';
import type { PlannedPackage } from '../model/renamePlan.js';
import type { Prepared } from '../plan/prepared.js';
import { generatedRegistrations } from '../sharing/registeringNames.js';
import { isHostsOwn } from '../sharing/shareByDefault.js';
import { readRecord, writeRecord } from '../store/records.js';
import { findFunction } from '../syntax/declarations.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import type { AnswerPlace } from './answerPlace.js';

/** How the plugin's own code changes state of third-party packages. */
export interface StateChanges {
  /** Each way once, with the first place; its file is absolute. */
  changes: StateChange[];
  /** What could not be analysed, if there is such. */
  unanalysed: string | undefined;
}

/**
 * Finds how the plugin's own code changes state of third-party packages: other plugins, and the host, may share it. Which
 * names change state depends only on the dependencies, so that answer is kept until they change.
 *
 * @param prepared - the plan.
 * @param host - packages of its main module are left out: changing those is what they are shared for.
 * @param place - where the answer is kept, and temporary files.
 */
export async function findStateChanges(
  prepared: Pick<Prepared, 'graph' | 'plan' | 'settings' | 'flags' | 'hashes' | 'sources' | 'kept'>,
  host: HostInfo | undefined,
  place: AnswerPlace,
): Promise<StateChanges> {
  const { graph, plan } = prepared;
  const isThirdParty = ({ importPath, module, group }: PlannedPackage): boolean =>
    module !== undefined &&
    group !== 'own' &&
    group !== 'main' &&
    !(host !== undefined && isHostsOwn(host, importPath));
  const thirdParty = [...plan.packages.values()].filter(
    (one) => graph.packages.has(one.importPath) && isThirdParty(one),
  );
  const imported = new Set(
    [...plan.packages.values()]
      .filter(({ group }) => group === 'own' || group === 'main')
      .flatMap(({ importPath }) => graph.packages.get(importPath)?.imports ?? []),
  );
  const libraries = thirdParty.filter(({ importPath }) => imported.has(importPath));
  if (libraries.length === 0) return { changes: [], unanalysed: undefined };
  const paths = new Set(thirdParty.map(({ importPath }) => importPath));
  const generated = generatedRegistrations((path) => paths.has(path)).map(
    ({ statePackage, ...one }): ChangingName => {
      return { ...one, by: 'value', method: '', package: statePackage, registers: true };
    },
  );
  try {
    const modules = new Set(libraries.map(({ module }) => module));
    const analysed = thirdParty.filter(({ module }) => modules.has(module));
    const { changes: names, failed } = await askForNames(prepared, libraries, analysed, place);
    const known = names.filter((one) => paths.has(one.package));
    return {
      changes: findInOwnCode(prepared, [...generated, ...known]),
      unanalysed: failed.length === 0 ? undefined : failed.join(', '),
    };
  } catch (error) {
    // The build is right without this answer.
    return { changes: findInOwnCode(prepared, generated), unanalysed: String(error) };
  }
}

async function askForNames(
  { graph, settings, flags, hashes, kept }: Parameters<typeof findStateChanges>[0],
  libraries: readonly PlannedPackage[],
  analysed: readonly PlannedPackage[],
  { tempDir, workDir, readOnly, fresh }: AnswerPlace,
): Promise<{ changes: ChangingName[]; failed: string[] }> {
  const pathsOf = (packages: readonly PlannedPackage[]): string[] =>
    packages.map(({ importPath }) => importPath).sort();
  const changes = { libraries: pathsOf(libraries), analysed: pathsOf(analysed) };
  const file = join(workDir, 'uses', `${digest(['changes', hashes.dependency, changes])}.json`);
  // The hash covers local modules of the plugin, but not those of the host.
  const local = new Set((kept?.loaded ?? []).filter((one) => one.local || one.main).map(({ path }) => path));
  const isKept = !analysed.some(({ module }) => local.has(module ?? ''));
  const recorded = fresh || !isKept ? undefined : readRecord(file, changingNamesSchema);
  if (recorded !== undefined) return recorded;
  const needed = withImports(graph, changes.analysed);
  const answer = v.parse(
    changingNamesSchema,
    await askTypecheck({ graph: needed, settings, flags, tempDir }, { changes }),
  );
  if (!readOnly && isKept) writeRecord(file, answer);
  return answer;
}

/** The part of a graph that some packages consist of. */
function withImports(graph: ModuleGraph, paths: readonly string[]): ModuleGraph {
  const packages: ModuleGraph['packages'] = new Map();
  const open = [...paths];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const pkg = graph.packages.get(path);
    if (pkg === undefined || packages.has(path)) continue;
    packages.set(path, pkg);
    open.push(...pkg.imports);
  }
  return { ...graph, packages };
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
