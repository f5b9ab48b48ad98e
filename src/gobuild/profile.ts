import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { flagValue, type GoFlag } from '../base/goFlags.js';

/**
 * The profile that the user asked for with -pgo: `auto` means the default.pgo next to main, but only if the user wrote it explicitly.
 * @param cwd - the user's directory.
 * @param dir - the main package's directory.
 * @returns an absolute path, or undefined for none.
 */
export function chooseProfile(flags: readonly GoFlag[], cwd: string, dir: string): string | undefined {
  const pgo = flagValue(flags, 'pgo');
  if (pgo === undefined || pgo === 'off') return undefined;
  if (pgo !== 'auto') return resolve(cwd, pgo);
  const file = join(dir, 'default.pgo');
  return existsSync(file) ? file : undefined;
}
