/**
 * Texts, numbers and source positions in the documents that the program prints, and what each may be. The tags are keywords of JSON Schema:
 * `npm run generate` writes schema/ from the types of the documents.
 */

/* eslint-disable tsdoc/syntax -- TSDoc would read the backslashes of patterns */

/**
 * @minLength 1
 */
export type Text = string;

/**
 * An import path or a module path.
 * @pattern ^\S+$
 */
export type ImportPath = string;

/**
 * @pattern ^/
 */
export type AbsolutePath = string;

/**
 * Version of a module.
 * @pattern ^v
 */
export type ModuleVersion = string;

/**
 * First element of import paths.
 * @pattern ^\w+$
 */
export type Prefix = string;

/**
 * The hash of a package, which plugin.Open compares.
 * @pattern ^([0-9a-f]{2})+$
 */
export type PackageHash = string;

/**
 * The type of a function, as reflect prints it.
 * @pattern ^func\(
 */
export type FuncType = string;

/**
 * A line or a column.
 * @asType integer
 * @minimum 1
 */
export type Ordinal = number;

/**
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/** A place in the user's (or a dependency's) original sources. */
export interface Position {
  /** Absolute path; in the plan of a built file, relative to the module: `module/main.go`. */
  file: Text;
  line: Ordinal;
  column: Ordinal;
}

/**
 * A commit of git.
 * @pattern ^[0-9a-f]{40}([0-9a-f]{24})?(\+dirty)?$
 */
export type Commit = string;

/**
 * @pattern ^[a-z0-9]+_[a-z0-9]+(_musl)?$
 */
export type Target = string;
