import { defineFinding } from '../defineFinding.js';

/** A planned package is not in the built file, so the file cannot be verified. */
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
    advice:
      'The built file does not match the plan, so the result cannot be verified. Please report this: it is a bug.',
  }),
});
