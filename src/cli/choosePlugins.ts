import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { nearestFiles } from '../base/nearestFiles.js';
import { didYouMean } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import { expandDirectories, findDirectory } from './expandDirectories.js';

/** A main package as the command line names it. */
export interface NamedPlugin {
  /** Absolute directory. */
  dir: string;
  /** The Go files in it that make up the package, as in `go build a.go b.go`; undefined for all files of the directory. */
  files?: string[];
}

/**
 * The plugins that the arguments name: directories, globs of them, or the files of one plugin.
 * @throws UserError for no arguments, for a glob without a match, and for files that are not in one package.
 */
export async function choosePlugins(args: readonly string[], cwd: string): Promise<NamedPlugin[]> {
  if (!args.some((arg) => isGoFile(arg, cwd)))
    return (await expandDirectories(args, cwd)).map((dir) => ({ dir }));
  const other = args.find((arg) => !isGoFile(arg, cwd));
  if (other !== undefined) {
    throw new UserError(
      `named files must all be .go files, and ${other} is not one`,
      'Name either directories, or the Go files of one plugin, as with go build.',
    );
  }
  return [chooseFiles(args, cwd)];
}

/**
 * The plugin that one argument names.
 * @throws UserError
 */
export async function choosePlugin(arg: string, cwd: string): Promise<NamedPlugin> {
  return isGoFile(arg, cwd) ? chooseFiles([arg], cwd) : { dir: await findDirectory(arg, cwd) };
}

function isGoFile(arg: string, cwd: string): boolean {
  const path = resolve(cwd, arg);
  return arg.endsWith('.go') && !(existsSync(path) && statSync(path).isDirectory());
}

function chooseFiles(args: readonly string[], cwd: string): NamedPlugin {
  const missing = args.find((arg) => !existsSync(resolve(cwd, arg)));
  if (missing !== undefined)
    throw new UserError(
      `${missing}: no such file`,
      `${didYouMean(nearestFiles(resolve(cwd, missing), cwd, 'file'))}Name the Go files of one plugin, or its directory.`,
    );
  const dirs = [...new Set(args.map((arg) => dirname(resolve(cwd, arg))))];
  const [dir = cwd, another] = dirs;
  if (another !== undefined) {
    throw new UserError(
      `named files must all be in one directory; have ${dir} and ${another}`,
      'The files of one plugin are one package. Build plugins in several directories one by one.',
    );
  }
  return { dir, files: [...new Set(args.map((arg) => basename(arg)))] };
}
