import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeclarations } from '../analyze/packageSources.js';
import type { Finding } from '../findings/finding.js';
import type { BuildMode } from '../model/options.js';
import type { SourceFileOfPackage } from '../analyze/packageNames.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { GLOBAL_STATE, splitNames } from '../plan/globalStateTable.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import { findRegisterCalls } from '../syntax/registerCalls.js';
import { checkPrivateRegistrations, exportsSymbols } from './privateRegistrations.js';

/**
 * Whether a host can look anything up in this plugin, according to the sources of its main package.
 * @throws GoSyntaxError
 */
function hasExports(graph: ModuleGraph): boolean {
  const main = graph.packages.get(graph.main);
  return main === undefined || exportsSymbols(readDeclarations(main));
}

/**
 * Whether a plugin does nothing when it is loaded, and exports nothing: probably it is another main package than was meant,
 * or a name begins with a lower-case letter. One that registers something has an init function, or imports one for its effects.
 * @throws GoSyntaxError
 */
export function isEmptyPlugin(graph: ModuleGraph): boolean {
  const main = graph.packages.get(graph.main);
  const acts = (file: SourceFileOfPackage): boolean =>
    file.declarations.functions.some(({ name }) => name === 'init') ||
    file.header.imports.some(({ name }) => name === '_');
  return main !== undefined && !hasExports(graph) && !readDeclarations(main).some(acts);
}

/** Kinds of global state that dependencies register in for their importers, not for themselves. */
const FOR_OTHERS = new Set(['sql', 'image', 'zip']);

/**
 * Without a host, a plugin that exports nothing can only be meant to register something; if it does so in a private
 * copy, no host sees it.
 * @throws GoSyntaxError
 */
export function findPrivateRegistrations(
  { graph, plan }: { graph: ModuleGraph; plan: RenamePlan },
  buildMode: BuildMode,
): Finding[] {
  if (buildMode !== 'plugin' || hasExports(graph)) return [];
  const isRenamed = (importPath: string): boolean =>
    plan.packages.get(importPath)?.group === 'dependency' &&
    plan.packages.get(importPath)?.decision !== 'keep';
  const own = [...graph.packages.values()].filter(({ importPath }) =>
    ['own', 'main'].includes(plan.packages.get(importPath)?.group ?? ''),
  );
  const calls = own.flatMap(({ dir, files }) =>
    files.go.flatMap((name) => {
      const file = join(dir, name);
      const source = readFileSync(file);
      const header = parseGoHeader(source, file);
      if (!header.imports.some(({ importPath }) => isRenamed(importPath))) return [];
      const found = findRegisterCalls(source, header, (path) => graph.packages.get(path)?.name ?? '');
      return found.filter(({ importPath }) => isRenamed(importPath)).map((call) => ({ ...call, file }));
    }),
  );
  const uses = plan.globalState.uses.filter(
    ({ statePackage, name, kind, group, inMain }) =>
      !inMain &&
      registers(statePackage, name) &&
      (FOR_OTHERS.has(kind) || (kind !== 'flag' && group !== 'dependency')),
  );
  return checkPrivateRegistrations({ calls, uses });
}

function registers(statePackage: string, name: string): boolean {
  return GLOBAL_STATE.some(
    ({ importPath, names, treatment }) =>
      treatment === 'isolated' && importPath === statePackage && splitNames(names).includes(name),
  );
}
