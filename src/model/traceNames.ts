/** Names of renamed packages and positions in their copies, as they stand in panics and logs, put back to the user's. */

/** What `t_{time}_{hash}`, the default template, makes. */
const DEFAULT_PREFIX = 't_\\d+_[0-9a-f]{8}';

/** The characters of an import path in a symbol or a position, `%2e` among them (golang.org/x/mod/module.CheckImportPath). */
const PATH = '[\\w.~%+/@-]*';

/** What is known of a work directory; text under the default template needs none of it. */
export interface KnownTrees {
  /** Absolute: positions below it are recognised even where the path holds blanks. */
  workDir: string;
  /** Prefixes of dependency sets, of any template. */
  prefixes: readonly string[];
}

/**
 * Gives the function that restores one line: import paths without their prefixes, `%2e` written out, and positions as
 * `module@version/file.go:line`, without a version where the user's own directory was copied. A line that holds none of
 * these comes back as it is.
 */
export function traceRestorer({ workDir, prefixes }: KnownTrees): (line: string) => string {
  const known = [DEFAULT_PREFIX, ...prefixes.map(escape)].join('|');
  // Sets under a template without {hash} lie in directories that add a hash (write/workTree.ts).
  const trees = `modules/(?:${known})(?:-[0-9a-f]{8})?|plugins/[^/\\s]+-[0-9a-f]{8}/(?:own|main)|\\.gorename-plugin/(?:modules|own)`;
  const position = new RegExp(
    `(?:${escape(workDir)}|(?<![\\w.~%-])/[^\\s"':]*?)/(?:${trees})/(?=[^\\s"':]*@)`,
    'g',
  );
  const name = new RegExp(`(?<![\\w./%-])(?:${known})(_[0-9a-f]{8})?/(${PATH})`, 'g');
  return (line) =>
    line
      .replace(position, '')
      .replace(name, (_, own: string | undefined, path: string) =>
        (own === undefined ? path : withoutMainElement(path)).replaceAll('%2e', '.'),
      )
      // Copies of the user's directories: `@local` in the work directory, `@v0.0.0` with -trimpath.
      .replace(/(?<=[\w.~%-])@(?:local|v0\.0\.0)(?=\/[^\s"':]*\.\w+:\d)/g, '');
}

/** Main's own path element stands before the function's name, or before the version of a trimmed path. */
function withoutMainElement(path: string): string {
  return path.replace(/\/m_[0-9a-f]{8}(?=[.@/]|$)/, '');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
