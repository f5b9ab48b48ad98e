import type { AbsolutePath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The plugin did not load within the time limit. */
export interface ProbeTimeout {
  kind: 'probe-timeout';
  file: AbsolutePath;
  /** @exclusiveMinimum 0 */
  seconds: number;
}

export const probeTimeout = defineFinding<ProbeTimeout>({
  kind: 'probe-timeout',
  severity: 'error',
  why: 'plugin.Open returns only after all init functions have returned, so the host waits as well.',
  reportedBy: ['probe'],
  describe: ({ file, seconds }, _place, path) => ({
    message: `${path(file)} did not load within ${String(seconds)} s`,
    advice: 'The stack shows where its init functions wait; --timeout gives them more time.',
  }),
});
