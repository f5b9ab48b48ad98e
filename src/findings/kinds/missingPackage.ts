import { defineFinding } from '../defineFinding.js';

/** A planned package is not in the built file: the proof is incomplete. */
export interface MissingPackage {
  kind: 'missing-package';
  importPath: string;
  original: string;
}

export const missingPackage = defineFinding<MissingPackage>({
  kind: 'missing-package',
  severity: 'error',
  describe: ({ importPath, original }) => ({
    message: `package ${importPath} (${original}) was planned, but is not in the built file`,
    advice: 'What was built is not what was planned, so nothing is proved. Please report this: it is a bug.',
  }),
});
