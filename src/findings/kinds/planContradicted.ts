import { defineFinding } from '../defineFinding.js';

/** The plan that a built file carries is not the file's. */
export interface PlanContradicted {
  kind: 'plan-contradicted';
  /** Absolute. */
  file: string;
  /** A clause each. */
  reasons: string[];
}

export const planContradicted = defineFinding<PlanContradicted>({
  kind: 'plan-contradicted',
  severity: 'error',
  describe: ({ file, reasons }, _place, path) => ({
    message: `the plan that ${path(file)} carries does not fit it`,
    details: reasons.slice(0, 10),
    advice: 'The file was changed after it was built, or is not what it claims to be: build it again.',
  }),
});
