/** Names of renamed packages and positions in their copies, as they stand in panics and logs, put back to the user's. */

import { prefixPattern } from './nameMap.js';
import { positionRestorer } from './tracePositions.js';

/** What `t_{time}_{hash}`, the default template, and `t_{closure}` make. */
const USUAL_PREFIX = 't_(?:\\d+_[0-9a-f]{8}|[0-9a-f]{12})';

/** The characters of an import path in symbols and positions (golang.org/x/mod/module.CheckImportPath), and of `%2e`. */
const PATH = '[\\w.~%+/@-]*';

/** What a work directory tells of names in traces; those of the usual templates can do without. */
export interface KnownTrees {
  /** Absolute: positions below it are recognised even where the path holds blanks. */
  workDir: string;
  /** Prefixes of dependency sets, of any template. */
  prefixes: readonly string[];
  /** The true version of a module that go.mod had to require as v0.0.0; undefined where it is not known. */
  versionOf: (prefix: string, module: string) => string | undefined;
  /** What the root directory of a module is called in a plain build, in place of `name@version`; undefined where it is not known. */
  originalDirectory: (name: string) => string | undefined;
}

/** `directory/file.go`, as loggers shorten source positions, of a file in the root of a copy: `m_0123abcd@v0.0.0/main.go`. */
const SHORT_POSITION =
  /(?<![\w./~%+@-])([\w.~%+-]+@(?:local|v\d[\w.+-]*))(?=\/[^/\s"':]+\.(?:go|s|c|cc|cpp|cxx|h)\b)/g;

/**
 * Gives the function that restores one line: import paths without their prefixes, `%2e` written out, and positions as
 * `module@version/file.go:line`, without a version for the user's own modules; and the short form `directory/file.go:line`
 * with the directory of a plain build. A line that holds none of these comes back as it is.
 */
export function traceRestorer({
  workDir,
  prefixes,
  versionOf,
  originalDirectory,
}: KnownTrees): (line: string) => string {
  const known = [...new Set([USUAL_PREFIX, ...prefixes.map(prefixPattern)])].join('|');
  const restorePositions = positionRestorer(workDir, known);
  const name = new RegExp(`(?<![\\w./%-])(${known})(_[0-9a-f]{8})?/(${PATH})`, 'g');
  return (line) =>
    restorePositions(line)
      .replace(name, (_, prefix: string, own: string | undefined, path: string) =>
        (own === undefined ? path : withoutMainElement(path))
          .replaceAll('%2e', '.')
          .replace(/^(.+?)@v0\.0\.0(?=\/)/, (_, module: string) => {
            const version = versionOf(prefix, module);
            return version === undefined ? module : `${module}@${version}`;
          }),
      )
      .replace(SHORT_POSITION, (_, name: string) => originalDirectory(name) ?? name.replace(/@local$/, ''));
}

/** Main's own path element stands before the function's name, or before the version of a trimmed path. */
function withoutMainElement(path: string): string {
  return path.replace(/\/m_[0-9a-f]{8}(?=[.@/]|$)/, '');
}
