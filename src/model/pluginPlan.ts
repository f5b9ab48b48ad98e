/** The plan that a built plugin carries in an extra section: the output of app/, read by check/, probe/ and trace. */

import type { ImportPath, Position, Text } from './documentValues.js';
import type { Decision } from './renamePlan.js';

/** Name of the section. */
export const PLAN_SECTION = '.gorename';

/** Version of the format; schema/plan.schema.json describes it. */
export const PLAN_VERSION = 1;

/** It contains no paths of this machine, and equal inputs give equal bytes. */
export interface PluginPlan {
  /** Version of this format. */
  formatVersion: typeof PLAN_VERSION;
  /** Import path of the main package before and after. */
  main: BuiltPath;
  /** Sorted by path; a module that is both shared and renamed appears twice. */
  modules: PlanModule[];
  /** Every package outside the standard library, sorted. */
  packages: PlanPackage[];
  /** Renamed types that exported functions and variables expose. */
  exposes: ExposedType[];
  /** How the plugin's own code changes state of third-party packages, which other plugins may share. */
  changes: StateChange[];
  /** The C functions and variables of shared packages. */
  sharedC: { importPath: Text; cSymbols: Text[] }[];
  /** Directories of source positions → their names in a plain build. */
  directories: Record<string, Text>;
  /** The findings that were reported before linking. */
  findings: { kind: Text; severity: 'error' | 'warning'; message: Text; advice: string }[];
}

export interface PlanModule {
  path: Text;
  /** Null for modules in the user's directories. */
  version: Text | null;
  /** `h1:` hash of its content, if go.sum contains it. */
  sum: Text | null;
  /** Path of the module that replaces it. */
  replacement: Text | null;
  /** Whether it has the host's version and its original path. */
  shared: boolean;
}

/** A package as the user knows it, and as it is in the file. */
export interface BuiltPath {
  /** Original import path. */
  importPath: ImportPath;
  /** The import path in the built file. */
  builtAs: ImportPath;
}

export interface PlanPackage extends BuiltPath {
  /** Module path. */
  module: ImportPath;
  decision: Decision;
  /** One sentence. */
  reason: Text;
}

export interface ExposedType {
  symbol: Text;
  symbolKind: 'func' | 'var';
  /** Original import path of the type's package, and the type's name. */
  importPath: Text;
  typeName: Text;
  /** Local types on the path from the symbol to the type. */
  via: Text[];
  /** Where the symbol is declared. */
  position: Position;
}

/** The plugin's own code changes a variable of a third-party package. */
export interface StateChange {
  /** Original import path of the package that the code names, what it names of it, and the method that it calls on that. */
  importPath: ImportPath;
  name: Text;
  method: Text | null;
  /** Original import path of the package that declares the variable, and the variable. */
  statePackage: ImportPath;
  variable: Text;
  /** Whether an element is added to the variable: a second one of the same name conflicts with it. */
  registers: boolean;
  /** Original import path of the package that contains the code. */
  user: ImportPath;
  position: Position;
}
