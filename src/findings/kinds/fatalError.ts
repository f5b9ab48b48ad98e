import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** The process ended while loading the plugin, or shortly after. */
export interface FatalError {
  kind: 'fatal-error';
  file: string;
  /** It had not loaded the plugin yet. */
  loading: boolean;
  /** How it ended, and what it said: `exit code 2: fatal error: stack overflow`. */
  cause: string;
}

export const fatalError = defineFinding<FatalError>({
  kind: 'fatal-error',
  severity: 'error',
  describe: ({ file, loading, cause }, _place, path) => ({
    message: `the process ended ${loading ? 'while loading' : 'after loading'} ${path(file)}: ${oneLine(cause)}`,
    advice: 'No host can recover from this. -v shows everything that the plugin printed.',
  }),
});
