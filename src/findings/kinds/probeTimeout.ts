import { defineFinding } from '../defineFinding.js';

/** The plugin did not load within the time limit. */
export interface ProbeTimeout {
  kind: 'probe-timeout';
  file: string;
  seconds: number;
}

export const probeTimeout = defineFinding<ProbeTimeout>({
  kind: 'probe-timeout',
  severity: 'error',
  describe: ({ file, seconds }, _place, path) => ({
    message: `${path(file)} did not load within ${String(seconds)} s`,
    advice: 'The stack shows where its init functions wait; --timeout gives them more time.',
  }),
});
