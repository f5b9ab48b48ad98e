import type { AbsolutePath, ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';
import { calledName, listNames, MOST } from '../phrases.js';

/** Several plugins have one copy of a package in a process, and at least one of them changes a variable of it. */
export interface PluginsShareState {
  kind: 'plugins-share-state';
  /** Original import path of the package that declares the variable, and the variable. */
  statePackage: ImportPath;
  variable: Text;
  /**
   * Absolute files of the plugins that share it.
   * @minItems 2
   */
  files: AbsolutePath[];
  /**
   * How they change it.
   * @minItems 1
   */
  changes: {
    /** Absolute file of the plugin. */
    plugin: AbsolutePath;
    importPath: ImportPath;
    name: Text;
    method: Text | null;
    /** The file is relative to its module. */
    position: Position;
  }[];
  /** The package is also the host's. */
  withHost: boolean;
  /** The value of --prefix that separates them; null if plugins have the same name. */
  prefixTemplate: Text | null;
}

export const pluginsShareState = defineFinding<PluginsShareState>({
  kind: 'plugins-share-state',
  severity: 'warning',
  fix: ({ prefixTemplate, withHost }) =>
    prefixTemplate === null || withHost ? [] : ['--prefix', prefixTemplate],
  why: 'What one of them sets, the others see; if two register one name, most libraries panic.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ statePackage, variable, files, changes, withHost, prefixTemplate }, _place, path) => ({
    message:
      `${listNames(files.map(path))} share one copy of ${statePackage}, ` +
      `and they change its variable ${variable}`,
    details: [
      ...changes
        .slice(0, MOST)
        .map(({ plugin, importPath, name, method, position: { file, line, column } }) => {
          return `${path(plugin)}: ${file}:${String(line)}:${String(column)}: ${calledName(importPath, name, method)}`;
        }),
      ...(changes.length > MOST ? [`and ${String(changes.length - MOST)} more`] : []),
    ],
    advice: separate(withHost, prefixTemplate),
  }),
});

function separate(withHost: boolean, prefix: string | null): string {
  if (withHost)
    return 'They share it with the host: use different names, or build without sharing this package.';
  return prefix === null
    ? "To give each its own copy, build each with a different --prefix, for example 'first_{time}_{hash}'."
    : `To give each its own copy, build with {plugin} in the prefix: --prefix '${prefix}'.`;
}
