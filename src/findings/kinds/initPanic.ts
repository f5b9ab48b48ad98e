import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** An init function, or the initialisation of a variable, panicked. */
export interface InitPanic {
  kind: 'init-panic';
  file: string;
  /** The panic's value as the runtime prints it. */
  cause: string;
}

export const initPanic = defineFinding<InitPanic>({
  kind: 'init-panic',
  severity: 'error',
  describe: ({ file, cause }, _place, path) => ({
    message: `${path(file)} panics during initialisation: ${oneLine(cause)}`,
    advice:
      'A host that does not recover crashes, and one that recovers cannot load this plugin again. The stack shows the source position.',
  }),
});
