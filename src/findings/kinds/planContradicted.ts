import type { AbsolutePath, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The plan in a built file does not match the file. */
export interface PlanContradicted {
  kind: 'plan-contradicted';
  /** Absolute. */
  file: AbsolutePath;
  /**
   * A clause each.
   * @minItems 1
   */
  reasons: Text[];
}

export const planContradicted = defineFinding<PlanContradicted>({
  kind: 'plan-contradicted',
  severity: 'error',
  why: 'What the plan says about versions, types and state may be wrong for this file, so it is not used.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ file, reasons }, _place, path) => ({
    message: `the plan in ${path(file)} does not match the file`,
    details: reasons.slice(0, 10),
    advice:
      'The file was changed after it was built, or the plan was copied from another file. Build the plugin again.',
  }),
});
