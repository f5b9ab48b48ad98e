import { defineFinding } from '../defineFinding.js';

/** The host can look nothing up in the plugin: all that it does is done by its init functions. */
export interface ExportsNothing {
  kind: 'exports-nothing';
  /** Absolute. */
  file: string;
}

export const exportsNothing = defineFinding<ExportsNothing>({
  kind: 'exports-nothing',
  severity: 'warning',
  describe: ({ file }, _place, path) => ({
    message: `${path(file)} exports no function and no variable`,
    advice:
      'plugin.Lookup finds nothing in it; only its init functions run. The host looks for names of package main that begin with a capital letter.',
  }),
});
