import { pleaseReport } from '../../base/reportBug.js';
import type { ImportPath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The built file contains a package that is not in the plan: the host may refuse the file. */
export interface UnplannedPackage {
  kind: 'unplanned-package';
  builtAs: ImportPath;
  /** The new path, if the plan renames this package: the file then contains an unrenamed copy. */
  plannedAs: ImportPath | undefined;
}

export const unplannedPackage = defineFinding<UnplannedPackage>({
  kind: 'unplanned-package',
  severity: 'error',
  why: 'A host with a different version of this package would refuse the plugin.',
  reportedBy: ['build'],
  describe: ({ builtAs: importPath, plannedAs }) => ({
    message:
      plannedAs === undefined
        ? `package ${importPath} is in the built file, but not in the plan`
        : `package ${importPath} is in the built file under its original import path; expected ${plannedAs}`,
    advice: pleaseReport(),
  }),
});
