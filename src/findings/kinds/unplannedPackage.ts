import { defineFinding } from '../defineFinding.js';

/** A package stands in the built file that the plan does not name: the host may refuse it. */
export interface UnplannedPackage {
  kind: 'unplanned-package';
  builtAs: string;
  /** The plan renames this very package, so an unrenamed copy got in beside it. */
  plannedAs: string | undefined;
}

export const unplannedPackage = defineFinding<UnplannedPackage>({
  kind: 'unplanned-package',
  severity: 'error',
  describe: ({ builtAs: importPath, plannedAs }) => ({
    message:
      plannedAs === undefined
        ? `package ${importPath} is in the built file, but not in the plan`
        : `package ${importPath} is in the built file under its own name; it was to be ${plannedAs}`,
    advice: 'A host with another version of it would refuse the plugin. Please report this: it is a bug.',
  }),
});
