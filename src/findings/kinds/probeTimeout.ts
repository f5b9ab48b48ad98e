import { defineFinding } from '../defineFinding.js';

/** The plugin had not been loaded when time was over. */
export interface ProbeTimeout {
  kind: 'probe-timeout';
  file: string;
  seconds: number;
}

export const probeTimeout = defineFinding<ProbeTimeout>({
  kind: 'probe-timeout',
  severity: 'error',
  describe: ({ file, seconds }, _place, path) => ({
    message: `${path(file)} was not loaded after ${String(seconds)} s`,
    advice: 'The stack tells where its init functions wait; --timeout gives them more time.',
  }),
});
