import { defineFinding } from '../defineFinding.js';
import { calledName, listNames, MOST } from '../phrases.js';

/** Several plugins have one copy of a package in a process, and at least one of them changes a variable of it. */
export interface PluginsShareState {
  kind: 'plugins-share-state';
  /** Original import path of the package that declares the variable, and the variable. */
  statePackage: string;
  variable: string;
  /** Absolute files of the plugins that share it. */
  files: string[];
  /** How they change it. */
  changes: {
    /** Absolute file of the plugin. */
    plugin: string;
    importPath: string;
    name: string;
    method: string | null;
    /** In the sources, relative to the module. */
    file: string;
    line: number;
    column: number;
  }[];
  /** The package is also the host's. */
  withHost: boolean;
  /** The value of --prefix that separates them; null if plugins have the same name. */
  prefix: string | null;
}

export const pluginsShareState = defineFinding<PluginsShareState>({
  kind: 'plugins-share-state',
  severity: 'warning',
  describe: ({ statePackage, variable, files, changes, withHost, prefix }, _place, path) => ({
    message:
      `${listNames(files.map(path))} share one copy of ${statePackage}, ` +
      `and they change its variable ${variable}`,
    details: [
      ...changes.slice(0, MOST).map(({ plugin, importPath, name, method, file, line, column }) => {
        return `${path(plugin)}: ${file}:${String(line)}:${String(column)}: ${calledName(importPath, name, method)}`;
      }),
      ...(changes.length > MOST ? [`and ${String(changes.length - MOST)} more`] : []),
    ],
    advice: `What one of them sets, the others see; if two register one name, most libraries panic. ${separate(withHost, prefix)}`,
  }),
});

function separate(withHost: boolean, prefix: string | null): string {
  if (withHost)
    return 'They share it with the host: use different names, or build without sharing this package.';
  return prefix === null
    ? "To give each its own copy, build each with a different --prefix, for example 'first_{time}_{hash}'."
    : `To give each its own copy, build with {plugin} in the prefix: --prefix '${prefix}'.`;
}
