/** What a built plugin says of itself in a section of its own: the output of build/, read by verify/, probe/ and trace. */

import type { Decision } from './renamePlan.js';

/** Name of the section. */
export const PLAN_SECTION = '.gorename';

/** Of the format; schema/plan.schema.json describes it. */
export const PLAN_VERSION = 1;

/** No path of the machine is in it, and equal inputs give equal bytes. */
export interface PluginPlan {
  version: typeof PLAN_VERSION;
  main: BuiltPath;
  /** Sorted by path; one that is shared and renamed is there twice. */
  modules: PlanModule[];
  /** Every package outside the standard library, sorted. */
  packages: PlanPackage[];
  /** Renamed types that exported functions and variables expose. */
  exposes: ExposedType[];
  /** The C functions and variables of shared packages. */
  cSymbols: { importPath: string; symbols: string[] }[];
  /** Directories of source positions → what they are called in a plain build. */
  directories: Record<string, string>;
  /** What was reported of the build before it was linked. */
  findings: { kind: string; severity: 'error' | 'warning'; message: string; advice: string }[];
}

export interface PlanModule {
  path: string;
  /** Null for modules of the user's own directories. */
  version: string | null;
  /** `h1:` hash of its content, if go.sum has it. */
  sum: string | null;
  /** Path of the module that it is replaced by. */
  replacement: string | null;
  /** It is the host's version, under its own path. */
  shared: boolean;
}

/** A package as the user knows it, and as it is in the file. */
export interface BuiltPath {
  importPath: string;
  builtAs: string;
}

export interface PlanPackage extends BuiltPath {
  module: string;
  decision: Decision;
  /** One sentence. */
  reason: string;
}

export interface ExposedType {
  symbol: string;
  symbolKind: 'func' | 'var';
  /** Original import path of the type's package, and the type's name. */
  importPath: string;
  typeName: string;
  /** Local types on the way from the symbol to the type. */
  via: string[];
  /** Where the symbol is declared: `module/main.go`. */
  file: string;
  line: number;
  column: number;
}
