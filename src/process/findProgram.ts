import { environment } from './call.js';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** The path of a program, and the paths that come before it in the search; all absolute. */
export interface ProgramPlaces {
  found: string | undefined;
  earlier: string[];
}

/**
 * Searches PATH for a program in the same way as the system does to start it.
 * @param name - a name, or a path relative to `cwd` (absolute).
 */
export function findProgram(name: string, cwd: string): ProgramPlaces {
  const candidates = name.includes('/')
    ? [resolve(cwd, name)]
    : (environment()['PATH'] ?? '')
        .split(delimiter)
        .filter(isAbsolute)
        .map((place) => join(place, name));
  const index = candidates.findIndex(isProgram);
  return { found: candidates[index], earlier: candidates.slice(0, Math.max(0, index)) };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
