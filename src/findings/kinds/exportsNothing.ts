import type { AbsolutePath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The host cannot look anything up in the plugin: only its init functions run. */
export interface ExportsNothing {
  kind: 'exports-nothing';
  /** Absolute. */
  file: AbsolutePath;
}

export const exportsNothing = defineFinding<ExportsNothing>({
  kind: 'exports-nothing',
  severity: 'warning',
  why: 'plugin.Lookup finds nothing in it; only its init functions run.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ file }, _place, path) => ({
    message: `${path(file)} exports no functions and no variables`,
    advice: 'Exported names of package main begin with a capital letter.',
  }),
});
