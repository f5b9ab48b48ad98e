/** Source positions in the copies of modules, as panics and logs show them. */

/** What ends a position; only the path of the work directory may contain some of these. */
const SEPARATOR = /[\s"':]/;

/** Replaces a work directory whose path contains separators. Lines contain bytes, so none of these characters. */
const MARK = '\ue000';
const MARKED_DIRECTORY = `${MARK}/\ue001`;

/** What always ends a source position. */
const WORD = /[^\s"':\ue000]+/g;

/** Where a path may begin. */
const ROOT = /(?<![\w.~%-])\//;

/** Part of every source position in a copy. */
const COPIES = /(?:modules|plugins|\.gorename-plugin\/own)\//;

interface Found {
  start: number;
  end: number;
}

/**
 * Returns the function that shortens each source position in a line to `module@version/file.go`, without a version for
 * the user's modules. It goes word by word, with one search for each part of a source position: as one pattern, these
 * searches would take time that grows with the square of a word's length.
 * @param workDir - absolute.
 * @param known - the source of a regular expression for all prefixes.
 */
export function positionRestorer(workDir: string, known: string): (line: string) => string {
  // Dependency sets under a template without {hash} have directories with a hash added (worktree/workTree.ts).
  const trees =
    `/(?:modules/(?:${known})(?:-[0-9a-f]{8})?|plugins/[^/\\s]+-[0-9a-f]{8}/(?:own|main)|` +
    '\\.gorename-plugin/(?:modules|own))/';
  const treeAnywhere = new RegExp(trees, 'g');
  const treeInWorkDir = new RegExp(escape(workDir) + trees);
  const marked = SEPARATOR.test(workDir);

  /** A tree in any directory: each machine has a different work directory. */
  const findAnywhere = (word: string): Found | undefined => {
    const start = word.search(ROOT);
    if (start < 0) return undefined;
    treeAnywhere.lastIndex = start + 1;
    return treeAnywhere.test(word) ? { start, end: treeAnywhere.lastIndex } : undefined;
  };
  const findInWorkDir = (word: string): Found | undefined => {
    const match = treeInWorkDir.exec(word);
    return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
  };
  const restoreWord = (word: string): string => {
    // Each copy's directory has a version, or `@local`.
    const version = word.lastIndexOf('@');
    if (version < 0) return word;
    const first = [findInWorkDir(word), findAnywhere(word)]
      .filter((found) => found !== undefined)
      .filter(({ end }) => end <= version)
      .sort((a, b) => a.start - b.start)[0];
    if (first === undefined) return word;
    return word.slice(0, first.start) + word.slice(first.end).replace(/@local(?=\/)/, '');
  };

  return (line) => {
    if (!COPIES.test(line)) return line;
    if (!marked) return line.replace(WORD, restoreWord);
    return line
      .replaceAll(`${workDir}/`, `${MARKED_DIRECTORY}/`)
      .replace(WORD, restoreWord)
      .replaceAll(MARKED_DIRECTORY, workDir)
      .replaceAll(MARK, '');
  };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
