import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ISOLATION_KINDS } from '../model/isolation.js';
import { DEFAULT_PREFIX } from '../plan/prefix.js';

/** Options of every command that names packages. */
export const NAMING_OPTIONS = {
  prefix: {
    type: 'string',
    requiresArg: true,
    default: DEFAULT_PREFIX,
    describe: 'First element of renamed import paths; {time}, {hash} and {plugin} are filled in',
  },
  'work-dir': {
    type: 'string',
    requiresArg: true,
    describe: 'Where renamed sources are kept between builds [default: your cache directory]',
  },
} as const;

/** Options of every command that rewrites packages. */
export const ISOLATION_OPTIONS = {
  'no-isolate': {
    type: 'string',
    describe: `Leave process-wide things shared: ${ISOLATION_KINDS.join(', ')} (commas between), or without names, all`,
  },
} as const;

/**
 * `--no-isolate` alone, with the value that it stands for: an option that may have a value would otherwise take the
 * next word for it.
 */
export function completeArguments(argv: readonly string[]): string[] {
  return argv.map((word) => (word === '--no-isolate' ? '--no-isolate=all' : word));
}

/**
 * The root of the work trees: --work-dir, else GORENAME_PLUGIN_CACHE, else the user's cache directory by the
 * conventions of the operating system (as Go's os.UserCacheDir).
 */
export function chooseWorkDir(option: string | undefined, cwd: string): string {
  const chosen = option ?? process.env['GORENAME_PLUGIN_CACHE'] ?? '';
  if (chosen !== '') return resolve(cwd, chosen);
  const base =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : (process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'));
  return join(base, 'gorename-plugin');
}
