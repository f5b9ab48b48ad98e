import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The address sanitizer must be loaded when the process starts. */
export interface SanitizerNotInHost {
  kind: 'sanitizer-not-in-host';
  host: Text;
}

export const sanitizerNotInHost = defineFinding<SanitizerNotInHost>({
  kind: 'sanitizer-not-in-host',
  severity: 'error',
  why: 'The address sanitizer must be the first library of the process: it ends the process in plugin.Open (ASan runtime does not come first).',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ host }, _place, path) => ({
    message: `built with -asan, but ${path(host)} was not`,
    advice: 'Build it without -asan, or the host with it.',
  }),
});
