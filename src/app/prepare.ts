import { existsSync, realpathSync, statSync } from 'node:fs';
import { loadBuild } from './loadBuild.js';
import { UserError } from '../base/userError.js';
import { shortPath } from '../base/shortPath.js';
import type { Prepared } from '../plan/prepared.js';
import type { PlanOptions } from './planBuild.js';
import type { Stopwatch } from '../report/stopwatch.js';
import { findMarkedTree } from '../worktree/treeWriter.js';

/**
 * load → plan → names.
 * @param next - loads the code of what follows.
 * @throws UserError
 */
export async function prepare(
  options: PlanOptions,
  stopwatch: Stopwatch,
  next: () => Promise<unknown>,
): Promise<Prepared> {
  const dir = checkDirectory(options.dir, options.cwd);
  // Loading code takes a while, in which the go command can work. What fails here fails again where it is needed.
  const meanwhile = (): void => {
    Promise.all([import('./planBuild.js'), import('../syntax/parser.js'), next()])
      .then(([, { loadParser }]) => loadParser())
      .catch(() => undefined);
  };
  const build = await stopwatch.time('load', () => loadBuild({ ...options, dir, meanwhile }));
  const { planBuild } = await import('./planBuild.js');
  return planBuild(build, { ...options, dir }, stopwatch);
}

/**
 * @returns the directory's real path.
 * @throws UserError when it is none, or a tree that this tool has written.
 */
function checkDirectory(dir: string, cwd: string): string {
  const shown = shortPath(dir, cwd);
  if (!existsSync(dir))
    throw new UserError(`${shown}: no such directory`, "Name the directory of a plugin's main package.");
  if (!statSync(dir).isDirectory())
    throw new UserError(`${shown} is a file`, 'Name a directory, or .go files.');
  const tree = findMarkedTree(dir);
  if (tree !== undefined) {
    throw new UserError(
      `${shown} is a renamed tree already`,
      'Name the directory that it was made from; a renamed tree is built with plain `go build -buildmode=plugin`.',
    );
  }
  return realpathSync(dir);
}
