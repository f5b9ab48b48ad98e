import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearestFiles } from '../base/nearestFiles.js';
import { didYouMean } from '../base/nearestNames.js';
import { formatCommand } from '../base/shellWords.js';
import { UserError } from '../base/userError.js';

/**
 * @param file - as the command line names a built plugin.
 * @returns its absolute path.
 * @throws UserError if there is no such file.
 */
export function findPlugin(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  if (!existsSync(path)) {
    throw new UserError(
      `${file}: no such file`,
      `${didYouMean(nearestFiles(path, cwd, 'file'))}Name a built plugin: a file written by \`gorename-plugin build\` or \`go build -buildmode=plugin\`.`,
    );
  }
  if (statSync(path).isDirectory())
    throw new UserError(
      `${file} is a directory, not a built plugin`,
      `Name the file of the built plugin in it. To build the plugin whose source it is: gorename-plugin build ${formatCommand([file])}`,
    );
  return path;
}
