import type { AbsolutePath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** An init function, or the initialization of a variable, panicked. */
export interface InitPanic {
  kind: 'init-panic';
  file: AbsolutePath;
  /** The panic's value as the runtime prints it. */
  errorText: string;
}

export const initPanic = defineFinding<InitPanic>({
  kind: 'init-panic',
  severity: 'error',
  why: 'A host that does not recover crashes, and one that recovers cannot load this plugin again.',
  reportedBy: ['probe'],
  describe: ({ file, errorText }, _place, path) => ({
    message: `${path(file)} panics during initialization: ${oneLine(errorText)}`,
    advice: 'The stack shows the source position.',
  }),
});
