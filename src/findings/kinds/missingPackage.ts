import { defineFinding } from '../defineFinding.js';

/** A planned package is not in the built file: the proof is incomplete. */
export interface MissingPackage {
  kind: 'missing-package';
  builtAs: string;
  importPath: string;
}

export const missingPackage = defineFinding<MissingPackage>({
  kind: 'missing-package',
  severity: 'error',
  describe: ({ builtAs: importPath, importPath: original }) => ({
    message: `package ${importPath} (${original}) was planned, but is not in the built file`,
    advice: 'What was built is not what was planned, so nothing is proved. Please report this: it is a bug.',
  }),
});
