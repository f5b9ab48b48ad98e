import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import type { Position } from '../model/documentValues.js';
import type { GoPackage } from '../model/moduleGraph.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import type { WantedNames } from '../model/wantedNames.js';
import { findSelectors } from '../syntax/selectors.js';

/** A package that registers something in the global state of a third-party library. */
export interface RegisteringPackage {
  importPath: string;
  /** The first source position at which it does. */
  position: Position;
  /** The package, and the name in it, that it calls to register. */
  statePackage: string;
  name: string;
}

/**
 * Finds the packages that use the wanted names, with one use each.
 * @throws GoSyntaxError for a file that is not valid Go; file system errors.
 */
export function findRegisteringPackages(
  packages: readonly GoPackage[],
  wanted: WantedNames,
): RegisteringPackage[] {
  return packages
    .filter(({ imports }) => imports.some((path) => wanted.has(path)))
    .flatMap(({ importPath, dir, files }) => {
      for (const name of files.go) {
        const file = join(dir, name);
        const source = readFileSync(diskPath(file));
        const [use] = findSelectors(source, parseGoHeader(source, file), wanted);
        if (use === undefined) continue;
        const position = { file, line: use.line, column: use.column };
        return [{ importPath, position, statePackage: use.importPath, name: use.name }];
      }
      return [];
    });
}
