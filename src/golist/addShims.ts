import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { PackageDecision } from '../model/renamePlan.js';
import type { Shim } from '../model/globalState.js';
import { goSources } from '../store/goSources.js';

/**
 * The graph with the shims, as if go had listed them, and their decisions.
 * @param tempDir - absolute, for their sources.
 */
export function addShims(
  graph: ModuleGraph,
  shims: readonly Shim[],
  tempDir: string,
): { graph: ModuleGraph; decisions: PackageDecision[] } {
  if (shims.length === 0) return { graph, decisions: [] };
  const dir = goSources('shims', tempDir);
  const modules = new Map(graph.modules);
  const packages = new Map(graph.packages);
  for (const shim of shims) {
    modules.set(shim.module, shimModule(shim, dir));
    packages.set(shim.importPath, shimPackage(shim, dir));
  }
  const decisions = shims.map(({ importPath, module, group, statePackage, user }): PackageDecision => {
    const reason = { kind: 'isolates', statePackage, user } as const;
    return { importPath, module, version: undefined, decision: 'rename', group, reason };
  });
  return { graph: { ...graph, modules, packages }, decisions };
}

function shimModule({ module }: Shim, dir: string): GoModule {
  return {
    path: module,
    version: undefined,
    replacement: undefined,
    dir,
    goVersion: '1.18',
    main: false,
    local: false,
  };
}

/**
 * @param shimsDir - the module's directory.
 */
function shimPackage({ importPath, module, statePackage, next }: Shim, shimsDir: string): GoPackage {
  const dir = join(shimsDir, statePackage);
  const none: string[] = [];
  return {
    importPath,
    name: statePackage.split('/').at(-1) ?? '',
    dir,
    standard: false,
    module,
    files: {
      go: readdirSync(dir).filter((name) => name.endsWith('.go')),
      cgo: none,
      ignoredGo: none,
      asm: none,
      headers: none,
      native: none,
      embed: none,
      test: none,
      testEmbed: none,
    },
    imports: [statePackage, next],
  };
}
