import type { AbsolutePath, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** The process ended while loading the plugin, or shortly after. */
export interface FatalError {
  kind: 'fatal-error';
  file: AbsolutePath;
  /** It had not loaded the plugin yet. */
  loading: boolean;
  /** How it ended, and what it said: `exit code 2: fatal error: stack overflow`. */
  errorText: Text;
}

export const fatalError = defineFinding<FatalError>({
  kind: 'fatal-error',
  severity: 'error',
  why: 'A fatal error ends the whole process; no host can recover from it.',
  reportedBy: ['probe'],
  describe: ({ file, loading, errorText }, _place, path) => ({
    message: `the process ended ${loading ? 'while loading' : 'after loading'} ${path(file)}: ${oneLine(errorText)}`,
    advice: '-v shows everything that the plugin printed.',
  }),
});
