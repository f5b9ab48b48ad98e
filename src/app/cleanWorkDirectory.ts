import { realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../base/userError.js';
import { digest } from '../base/digest.js';
import { nearestFiles } from '../base/nearestFiles.js';
import { didYouMean } from '../base/nearestNames.js';
import { shortPath } from '../base/shortPath.js';
import { runProcess } from '../process/run.js';
import { removeEntries, TRIMMED, type Freed } from '../store/trim.js';
import {
  isBuilding,
  listEntries,
  removeEmptyDirectories,
  sweepWorkDirectory,
  type Entry,
} from '../store/workDirectory.js';
import { readMarker } from '../worktree/treeWriter.js';

const DAY = 24 * 3600 * 1000;

interface CleanOptions {
  /** Absolute; need not exist. */
  workDir: string;
  /** Absolute directories of main packages; none for everything. */
  dirs: readonly string[];
  /** The user's directory. */
  cwd: string;
  /** Milliseconds without a use; 0 for everything. */
  age: number;
}

/**
 * Removes data from a work directory: only trees and records that this tool has written, and no tree that a build
 * is using.
 * @throws UserError for a directory without a package.
 */
export async function clean({ workDir, dirs, cwd, age }: CleanOptions): Promise<Freed> {
  sweepWorkDirectory(workDir);
  const plugins = await Promise.all(dirs.map((dir) => filesOfPlugin(dir, cwd)));
  const isAsked = ({ kind, path }: Entry): boolean =>
    dirs.length === 0 ||
    plugins.some(
      ({ importPath, names }) =>
        names.has(basename(path).replace(COMMAND_LINE, '')) ||
        (kind === 'plugins' && isTreeOf(path, importPath)),
    );
  const now = Date.now();
  const isOld = ({ usedAt }: Entry): boolean => age === 0 || now - usedAt > age;
  const isNeeded = needed(workDir, now);
  const chosen = listEntries(workDir).filter((entry) => isAsked(entry) && isOld(entry));
  const freed = removeEntries(chosen.filter((entry) => !isNeeded(entry)));
  freed.inUse.push(...chosen.filter(isNeeded).map(({ path }) => path));
  if (dirs.length === 0 && age === 0) rmSync(join(workDir, TRIMMED), { force: true });
  // Empty directories may be the user's.
  if (freed.entries > 0) removeEmptyDirectories(workDir);
  return freed;
}

/** Whether a tree is a plugin's, built from all or some of the files in its directory. */
function isTreeOf(tree: string, importPath: string): boolean {
  const main = readMarker(tree)?.['main'] as { from?: unknown } | undefined;
  return main?.from === importPath;
}

/** The second part of the name of a record: the command line, or the files that it names. */
const COMMAND_LINE = /(?<=^[0-9a-f]{64})-[0-9a-f]{16}(?=\.json$)/;

/** During a build, trees without a lock that it may use are kept; a use is recorded once an hour. */
function needed(workDir: string, now: number): (entry: Entry) => boolean {
  if (!isBuilding(workDir)) return () => false;
  return ({ kind, usedAt }) => (kind === 'modules' || kind === 'programs') && now - usedAt < DAY;
}

/** The import path of a plugin, and the names of its records. */
async function filesOfPlugin(dir: string, cwd: string): Promise<{ importPath: string; names: Set<string> }> {
  const args = ['list', '-find', '-f', '{{.ImportPath}}'];
  const refuse = (reason: string, near: readonly string[] = []): never => {
    throw new UserError(
      `${shortPath(dir, cwd)}: ${reason}`,
      `${didYouMean(near)}Name the directory of a plugin's main package, or none to remove everything.`,
    );
  };
  let real: string;
  try {
    real = realpathSync(dir);
  } catch {
    return refuse('no such directory', nearestFiles(dir, cwd, 'directory'));
  }
  const { exitCode, stdout, stderr } = await runProcess('go', args, { cwd: real });
  if (exitCode !== 0) return refuse(stderr.trim());
  const places = [real, dir].flatMap((place) => [digest(place), digest([place, cwd])]);
  return { importPath: stdout.trim(), names: new Set(places.map((name) => `${name}.json`)) };
}
