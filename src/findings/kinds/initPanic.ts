import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** An init function or a variable's initial value panicked. */
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
    message: `${path(file)} panics while it is initialised: ${oneLine(cause)}`,
    advice:
      'A host dies of it unless it recovers, and can then never load this plugin. The stack tells where it is.',
  }),
});
