import { defineFinding } from '../defineFinding.js';

/** Host and plugin both define what the address sanitizer wants defined once. */
export interface AsanOdrViolation {
  kind: 'asan-odr-violation';
  host: string;
}

export const asanOdrViolation = defineFinding<AsanOdrViolation>({
  kind: 'asan-odr-violation',
  severity: 'warning',
  describe: ({ host }, _place, path) => ({
    message: `built with -asan, as ${path(host)} is: both define the C variables of runtime/cgo, of which the process may die (odr-violation)`,
    advice: 'Start the host with ASAN_OPTIONS=detect_odr_violation=0.',
  }),
});
