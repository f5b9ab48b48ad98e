import { basename } from 'node:path';
import type { Finding } from '../findings/finding.js';
import type { PluginPlan, StateChange } from '../model/pluginPlan.js';

/** A plugin that one process loads with others. */
export interface PlannedFile {
  /** Absolute. */
  file: string;
  plan: PluginPlan;
}

/** The default prefix with a part for each plugin. */
const SEPARATE = 't_{time}_{hash}_{plugin}';

interface SharedVariable {
  statePackage: string;
  variable: string;
  withHost: boolean;
  changes: (StateChange & { plugin: string; userBuiltAs: string })[];
}

/**
 * Finds the variables of third-party packages that several plugins share, because they have the package under one path,
 * and that at least one of them changes. If they share it with the host on purpose, only registrations of several
 * plugins are reported.
 *
 * @param plugins - which one process loads.
 */
export function findSharedState(plugins: readonly PlannedFile[]): Finding[] {
  const variables = new Map<string, SharedVariable>();
  const contents = plugins.map(({ file, plan }) => ({ file, paths: pathsOf(plan) }));
  for (const { file: plugin, plan } of plugins) {
    const builtAs = ownSide(plan);
    for (const change of plan.changes) {
      const { statePackage, variable } = change;
      const state = builtAs.get(statePackage);
      if (state === undefined) continue;
      const key = `${state} ${variable}`;
      const found = variables.get(key) ?? {
        statePackage,
        variable,
        withHost: state === statePackage,
        changes: [],
      };
      found.changes.push({ ...change, plugin, userBuiltAs: builtAs.get(change.user) ?? '' });
      variables.set(key, found);
    }
  }
  return [...variables].flatMap(([key, { statePackage, variable, withHost, changes }]): Finding[] => {
    const state = key.slice(0, key.indexOf(' '));
    const sharers = contents.filter(({ paths }) => paths.has(state));
    // A package that all of them have is initialized once.
    const apart = changes.filter(
      ({ userBuiltAs, registers }) =>
        !sharers.every(({ paths }) => paths.has(userBuiltAs)) && (registers || !withHost),
    );
    const changers = new Set(apart.map(({ plugin }) => plugin));
    if (sharers.length < 2 || changers.size < (withHost ? 2 : 1)) return [];
    const files = sharers.map(({ file }) => file);
    return [
      {
        kind: 'plugins-share-state',
        statePackage,
        variable,
        files,
        changes: apart.map(({ plugin, importPath, name, method, position }) => {
          return { plugin, importPath, name, method, position };
        }),
        withHost,
        prefixTemplate: haveOneName(plugins, new Set(files)) ? null : SEPARATE,
      },
    ];
  });
}

/** Original import path → its path for the plugin's own code. */
function ownSide({ packages }: PluginPlan): Map<string, string> {
  return new Map(
    packages.map(({ importPath, builtAs, decision }) => [
      importPath,
      decision === 'split' ? importPath : builtAs,
    ]),
  );
}

/** All paths in the built file. */
function pathsOf({ packages }: PluginPlan): Set<string> {
  return new Set(
    packages.flatMap(({ importPath, builtAs, decision }) =>
      decision === 'split' ? [importPath, builtAs] : [builtAs],
    ),
  );
}

/** Whether `{plugin}`, the last element of the import path, does not distinguish some plugins. */
function haveOneName(plugins: readonly PlannedFile[], files: ReadonlySet<string>): boolean {
  const names = plugins
    .filter(({ file }) => files.has(file))
    .map(({ plan }) => basename(plan.main.importPath));
  return new Set(names).size < names.length;
}
