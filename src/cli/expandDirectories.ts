import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadCode } from './loadCode.js';

/**
 * The plugin directories that the arguments name; without arguments the current one. A glob and a pattern of the go command
 * (`./...`) match only directories with a main package; a directory that is named without them is always used, so that
 * errors in it are reported.
 * @returns absolute paths, each once.
 * @throws UserError for a glob or pattern without matches.
 */
export async function expandDirectories(args: readonly string[], cwd: string): Promise<string[]> {
  const found: string[] = [];
  for (const arg of args.length === 0 ? ['.'] : args) {
    const literal = resolve(cwd, arg);
    if (arg.includes('...') && !existsSync(literal)) {
      const { listMainPackages } = await loadCode.matchDirectories();
      found.push(...(await listMainPackages(arg, cwd)));
      continue;
    }
    if (!/[*?[\]{}()!]/.test(arg) || existsSync(literal)) {
      found.push(await findDirectory(arg, cwd));
      continue;
    }
    const { matchGlob } = await loadCode.matchDirectories();
    found.push(...(await matchGlob(arg, cwd)));
  }
  return [...new Set(found)];
}

/**
 * The absolute directory that an argument names: a path, or the import path of a package of the plugin's own module, as with
 * go build.
 * @throws UserError for the import path of a dependency: go build would take it at the versions of this module's go.mod.
 */
export async function findDirectory(arg: string, cwd: string): Promise<string> {
  const literal = resolve(cwd, arg);
  // The go command takes the others as paths, too.
  if (existsSync(literal) || !/^[^./-][^\\:]*\/[^\\:]*$/.test(arg)) return literal;
  const { findPackage } = await loadCode.matchDirectories();
  return (await findPackage(arg, cwd)) ?? literal;
}
