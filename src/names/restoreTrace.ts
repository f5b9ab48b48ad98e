/** Restores the original names of renamed packages, and source positions in their copies, in panics and logs. */

import { prefixPattern } from './nameMap.js';
import { positionRestorer } from './tracePositions.js';

/** What the default template `t_{time}_{hash}`, and `t_{closure}`, produce. */
const USUAL_PREFIX = 't_(?:\\d+_[0-9a-f]{8}|[0-9a-f]{12})';

/** The characters of an import path in symbols and positions (golang.org/x/mod/module.CheckImportPath), and of `%2e`. */
const PATH = '[\\w.~%+/@-]*';

/** The names for traces that a work directory records; the usual templates do not need them. */
export interface KnownTrees {
  /** Absolute: positions below it are recognised even if the path contains spaces. */
  workDir: string;
  /** Prefixes of dependency sets, from any template. */
  prefixes: readonly string[];
  /** The true version of a module that go.mod must require as v0.0.0; undefined if it is not known. */
  versionOf: (prefix: string, module: string) => string | undefined;
  /** Name of a module's root directory in a plain build, instead of `name@version`; undefined if it is not known. */
  originalDirectory: (name: string) => string | undefined;
}

/** `directory/file.go`, as loggers shorten source positions, of a file in the root of a copy: `m_0123abcd@v0.0.0/main.go`. */
const SHORT_POSITION =
  /(?<![\w./~%+@-])([\w.~%+-]+@(?:local|v\d[\w.+-]*))(?=\/[^/\s"':]+\.(?:go|s|c|cc|cpp|cxx|h)\b)/g;

/**
 * Returns the function that restores one line: import paths without their prefixes, `%2e` written as a dot, and source
 * positions as `module@version/file.go:line`, without a version for the user's modules; and the short form
 * `directory/file.go:line` with the directory of a plain build. A line without any of these is returned unchanged.
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

/** Main's extra path element is before the function's name, or before the version of a trimmed path. */
function withoutMainElement(path: string): string {
  return path.replace(/\/m_[0-9a-f]{8}(?=[.@/]|$)/, '');
}
