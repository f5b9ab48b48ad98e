import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nearestFiles } from '../base/nearestFiles.js';
import { didYouMean } from '../base/nearestNames.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import type { ParsedProject } from './projectFile.js';

/** The names of the file. */
export const PROJECT_FILES = ['gorename.yaml', 'gorename.yml', 'gorename.json'] as const;

/** A project file, and where it is. */
export interface Project {
  /** Absolute. */
  file: string;
  /** Its directory, from which its paths start. */
  root: string;
  content: ParsedProject;
}

/**
 * The file that applies in a directory: there, or above it, up to the root of the repository, or to the go.mod outside of
 * a repository.
 * @param named - the value of --config: a file, or `none`.
 * @throws UserError if it cannot be read, or is wrong.
 */
export async function findProject(named: string | undefined, cwd: string): Promise<Project | undefined> {
  if (named === 'none') return undefined;
  const file = named === undefined ? searchAbove(cwd) : resolve(cwd, named);
  if (file === undefined) return undefined;
  if (!existsSync(file))
    throw new UserError(
      `${shortPath(file, cwd)}: no such file`,
      `${didYouMean(nearestFiles(file, cwd, 'file'))}\`gorename-plugin init\` writes a gorename.yaml.`,
    );
  // Loaded only now: most builds have no such file.
  const { parseProject } = await import('./parseProject.js');
  return { file, root: dirname(file), content: parseProject(readFileSync(file, 'utf8'), file, cwd) };
}

function searchAbove(cwd: string): string | undefined {
  const places: string[] = [];
  let end: number | undefined;
  for (let place = cwd; ; place = dirname(place)) {
    places.push(place);
    if (existsSync(join(place, '.git'))) {
      end = places.length;
      break;
    }
    if (place === dirname(place)) break;
  }
  const module = places.findIndex((place) => existsSync(join(place, 'go.mod'))) + 1;
  for (const place of places.slice(0, end ?? Math.max(1, module))) {
    const found = PROJECT_FILES.filter((name) => existsSync(join(place, name)));
    const [first, second] = found;
    if (second !== undefined)
      throw new UserError(
        `${shortPath(place, cwd)} has ${found.join(' and ')}`,
        'Keep one of them, or name one: --config FILE.',
      );
    if (first !== undefined) return join(place, first);
  }
  return undefined;
}
