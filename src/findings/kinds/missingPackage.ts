import { pleaseReport } from '../../base/reportBug.js';
import type { ImportPath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** A planned package is not in the built file, so the file cannot be verified. */
export interface MissingPackage {
  kind: 'missing-package';
  builtAs: ImportPath;
  importPath: ImportPath;
}

export const missingPackage = defineFinding<MissingPackage>({
  kind: 'missing-package',
  severity: 'error',
  why: 'The built file does not match the plan, so the result cannot be verified.',
  reportedBy: ['build'],
  describe: ({ builtAs: importPath, importPath: original }) => ({
    message: `package ${importPath} (${original}) was planned, but is not in the built file`,
    advice: pleaseReport(),
  }),
});
