import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import type { Position } from '../findings/finding.js';
import type { GoPackage } from '../model/moduleGraph.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import type { WantedNames } from '../model/wantedNames.js';
import { findSelectors } from '../syntax/selectors.js';

/** A package that registers something in a registry of a third-party library. */
export interface Registrant {
  importPath: string;
  /** The first place where it does. */
  position: Position;
  /** The package and its name that registers. */
  registry: string;
  name: string;
}

/**
 * Which of the packages use the wanted names, one place each.
 * @throws GoSyntaxError, the file system's errors.
 */
export function findRegistrants(packages: readonly GoPackage[], wanted: WantedNames): Registrant[] {
  return packages
    .filter(({ imports }) => imports.some((path) => wanted.has(path)))
    .flatMap(({ importPath, dir, files }) => {
      for (const name of files.go) {
        const file = join(dir, name);
        const source = readFileSync(diskPath(file));
        const [use] = findSelectors(source, parseGoHeader(source, file), wanted);
        if (use === undefined) continue;
        const position = { file, line: use.line, column: use.column };
        return [{ importPath, position, registry: use.importPath, name: use.name }];
      }
      return [];
    });
}
