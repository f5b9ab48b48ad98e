import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';

/**
 * How an option refuses the file that it names.
 * @param option - `--sarif`.
 * @param path - absolute.
 * @returns a function that throws a UserError with a reason.
 */
export function refuserOf(option: string, path: string, cwd: string): (reason: string) => never {
  return (reason) => {
    throw new UserError(
      `cannot write ${shortPath(path, cwd)}: ${reason}`,
      `Choose another path for ${option}.`,
    );
  };
}
