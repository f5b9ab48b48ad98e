import type { ByteRange } from '../model/byteRange.js';

export interface ImportSpec {
  importPath: string;
  /** Alias, `.` or `_`. */
  name: string | undefined;
  /** The path as written, with its quotes or backquotes. */
  literal: ByteRange;
}

/** The part of a Go file before its first declaration. */
export interface GoHeader {
  packageName: string;
  /** The package name in the package clause. */
  packageClause: ByteRange;
  /** `package yaml // import "gopkg.in/yaml.v3"`; `literal` is the quoted path. */
  importComment: { importPath: string; literal: ByteRange } | undefined;
  /** In order, `import "C"` among them. */
  imports: ImportSpec[];
  hasCgo: boolean;
  /** The doc comment of each `import "C"`: C source and `#cgo` lines. */
  cgoPreambles: ByteRange[];
}
