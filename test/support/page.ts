/**
 * Markdown pages whose commands are run:
 *
 * - In a block of the language `console`, a line `$ …` is a command for bash, and the lines after it are what it prints, as
 *   in test/support/scenario.ts. Commands of a page run in the same directory one after the other, and `cd` stays.
 * - A block after a line that has only a path and a colon (`` `server/main.go`: ``) is that file.
 * - `<!-- directory: fixtures/systems -->`: the page's directory is a copy of this one; otherwise it is empty.
 * - `<!-- run: COMMAND -->`: a command that readers do not see, and whose output does not matter.
 */
import { parseSteps, type Step } from './scenario.js';

export interface PageFile {
  path: string;
  content: string;
}

export interface Page {
  /** The directory, from that of the project, that the commands run in a copy of. */
  directory: string | undefined;
  /** In the order of the page. `hidden` commands have no output on the page. */
  parts: ((Step & { hidden?: boolean }) | PageFile)[];
}

const PART = new RegExp(
  [
    '^<!-- directory: (?<directory>\\S+) -->$',
    '^<!-- run: (?<hidden>.+) -->$',
    '^```console\\n(?<console>[^]*?)^```$',
    '^`(?<path>[\\w./-]+)`:\\n\\n?```\\w*\\n(?<content>[^]*?)^```$',
  ].join('|'),
  'gm',
);

/** Reads a page. One without a `console` block has no parts that are run. */
export function parsePage(text: string): Page {
  const page: Page = { directory: undefined, parts: [] };
  for (const match of text.matchAll(PART)) {
    const { directory, hidden, console, path, content = '' } = match.groups ?? {};
    const line = text.slice(0, match.index).split('\n').length;
    if (directory !== undefined) page.directory = directory;
    else if (hidden !== undefined) page.parts.push({ line, command: hidden, expected: '', hidden: true });
    else if (console !== undefined) page.parts.push(...parseSteps(console.split('\n'), line + 1));
    else if (path !== undefined) page.parts.push({ path, content });
  }
  return page;
}

/** Replaces what differs between machines and releases: sizes, times, versions of Go, counts of its packages, the program's build. */
export function withoutFigures(printed: string): string {
  return printed
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/-[0-9a-f]{8}\b/g, '-HASH')
    .replaceAll(/\bgo1\.\d+(\.\d+)?\b/g, 'goVERSION')
    .replaceAll(/\b[0-9a-f]{40}(\+dirty)?\b/g, 'COMMIT')
    .replaceAll(/\b(Node\.js|Bun) \d+\.\d+\.\d+\b/g, 'RUNTIME')
    .replaceAll(/\b\d+(\.\d+)? ([kMG]?B)\b/g, 'SIZE $2')
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, 'TIME $2')
    .replaceAll(/\b\d+ (packages of the standard library|of the standard library|standard)\b/g, 'N $1');
}
