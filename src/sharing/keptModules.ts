import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostInfo } from '../model/host.js';
import type { GoModule, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { KeptModule, KeptModules } from '../model/sharedPackages.js';
import { contentOfModule, contentOfRecorded, isDirectory } from '../base/moduleContent.js';
import type { Shares } from '../model/sharing.js';
import { keptModuleSums } from '../gomod/moduleFile.js';

/**
 * The modules that keep their original paths in the work tree, at the host's versions.
 * @param hostSource - absolute directory of the host's main module; undefined without one.
 */
export function keptModules(
  { graph, settings }: { graph: ModuleGraph; settings: GoSettings },
  host: HostInfo,
  { sharing, shared }: Shares,
  hostSource: string | undefined,
): KeptModules {
  const ofHost = [...shared.modules.values()];
  const unrenamed = new Set([...sharing.unrenamed.keys()].map((path) => graph.packages.get(path)?.module));
  const ofPlugin = [...graph.modules.values()].filter(
    ({ path }) => unrenamed.has(path) && !shared.modules.has(path),
  );
  const fromCache = [...ofHost.filter(({ main }) => !main), ...ofPlugin];
  const modules = fromCache.map((module) => {
    const recorded = recordedModule(module, host);
    // Replaced by itself, a module stays at its version, no matter what the plugin's other modules require.
    const { path, version, sum } = recorded;
    return ofPlugin.length > 0 && version !== undefined
      ? { ...recorded, replace: recorded.replace ?? { path, version, sum } }
      : recorded;
  });
  const known = [settings.goMod, hostSource && join(hostSource, 'go.mod')]
    .filter((file) => file !== undefined)
    .map((file) => join(dirname(file), 'go.sum'))
    .filter((file) => existsSync(file));
  return {
    modules,
    loaded: [...ofHost, ...ofPlugin],
    mains: ofHost.filter(({ main }) => main).map(({ dir }) => dir),
    sums: [keptModuleSums(modules), ...known.map((file) => readFileSync(file, 'utf8'))].join(''),
  };
}

/** A module as the host's go.mod has it, if it is one of the host's modules: with -trimpath source positions contain the required version. */
function recordedModule(module: GoModule, host: HostInfo): KeptModule {
  const { path, version, replacement, dir, main } = module;
  const ofHost = host.modules.get(path);
  const recorded =
    ofHost !== undefined && contentOfRecorded(ofHost) === contentOfModule(module)
      ? ofHost
      : {
          path,
          version,
          sum: undefined,
          replace: replacement === undefined ? undefined : { path: replacement, version, sum: undefined },
        };
  return main || isDirectory(replacement)
    ? { ...recorded, version: ofHost?.version, replace: { path: dir, version: undefined, sum: undefined } }
    : recorded;
}
