import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** Host and plugin both define variables that the address sanitizer expects only once. */
export interface AsanOdrViolation {
  kind: 'asan-odr-violation';
  host: Text;
}

export const asanOdrViolation = defineFinding<AsanOdrViolation>({
  kind: 'asan-odr-violation',
  severity: 'warning',
  why: 'Host and plugin both define the C variables of runtime/cgo, so the address sanitizer may abort the process (odr-violation).',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ host }, _place, path) => ({
    message: `built with -asan, like ${path(host)}`,
    advice: 'Start the host with ASAN_OPTIONS=detect_odr_violation=0.',
  }),
});
