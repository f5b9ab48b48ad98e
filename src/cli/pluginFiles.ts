import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../base/userError.js';

/**
 * @param file - as the command line names a built plugin.
 * @returns its absolute path.
 * @throws UserError where no file is.
 */
export function findPlugin(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  if (!existsSync(path)) {
    throw new UserError(
      `${file}: no such file`,
      'Name a built plugin: a file that `gorename-plugin build` or `go build -buildmode=plugin` has written.',
    );
  }
  if (statSync(path).isDirectory())
    throw new UserError(`${file} is a directory`, 'Name the built plugin in it, a file.');
  return path;
}
