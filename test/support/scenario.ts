/**
 * Scenarios: pages with commands, their expected output, and the files that they work on.
 *
 *     # What this page shows
 *     #
 *     # More about it.
 *
 *     $ gorename-plugin build ./plugin -o out/plugin.so
 *     $ load out/plugin.so
 *     hello
 *
 *     -- plugin/main.go --
 *     package main
 *
 * A line `$ …` is a command for bash, the lines after it are what it prints on both streams, and `[exit code 2]` ends what
 * does not succeed. `…` stands for any text within a line; a line `…` alone for any lines. Files follow in the txtar format.
 */
import assert from 'node:assert/strict';
import { parseArchive } from './txtar.js';

export interface Step {
  /** Of the command, from 1. */
  line: number;
  command: string;
  expected: string;
}

export interface Scenario {
  title: string;
  steps: Step[];
  files: Map<string, string>;
}

/** @throws an assertion if the page has no title or no command, or text that nothing explains. */
export function parseScenario(page: string): Scenario {
  const { comment, files } = parseArchive(page);
  const lines = comment.split('\n');
  const title = /^# (.+)/.exec(lines[0] ?? '')?.[1];
  assert(title !== undefined, 'a page begins with a title: "# …"');
  const steps = parseSteps(lines, 1);
  assert(steps.length > 0, 'a page has a command: "$ …"');
  return { title, steps, files };
}

/**
 * Reads commands and what they print.
 * @param first - the number of the first line
 * @throws an assertion if a line follows no command
 */
export function parseSteps(lines: string[], first: number): Step[] {
  const steps: Step[] = [];
  lines.forEach((line, index) => {
    const step = steps.at(-1);
    if (line.startsWith('$ ')) steps.push({ line: first + index, command: line.slice(2), expected: '' });
    else if (isComment(lines, index)) return;
    else if (step !== undefined) step.expected += `${line}\n`;
    else assert.equal(line, '', `line ${String(first + index)} follows no command`);
  });
  for (const step of steps) step.expected = step.expected.trimEnd();
  return steps;
}

/** A comment begins after an empty line; the go command also prints lines that begin with `#`. */
function isComment(lines: string[], index: number): boolean {
  for (let at = index; /^#( |$)/.test(lines[at] ?? ''); at--) if ((lines[at - 1] ?? '') === '') return true;
  return false;
}

/** The page with what its commands have printed. */
export function withOutput(page: string, steps: Step[], printed: string[]): string {
  const lines = page.split('\n');
  steps.toReversed().forEach(({ line, expected }, index) => {
    const output = printed.at(-1 - index) ?? '';
    const count = expected === '' ? 0 : expected.split('\n').length;
    lines.splice(line, count, ...(output === '' ? [] : output.split('\n')));
  });
  return lines.join('\n');
}

/** Whether a command has printed what the page expects. */
export function matches(expected: string, printed: string): boolean {
  const lines = expected.split('\n').map((line) => {
    if (line === '…') return '(?:\n.*)*?';
    const parts = line.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return `\n${parts.join('.*')}`;
  });
  return new RegExp(`^${lines.join('')}$`).test(`\n${printed}`);
}

/**
 * Makes a function that replaces what differs from run to run: `$WORK` is the directory of the page, `t_SET` the first
 * prefix of a dependency set, `t_SET2` the next other one, `t_SET_OWN` that of the plugin's own packages, and `m_MAIN` the
 * element of a main package.
 */
export function stabilizer(dir: string): (printed: string) => string {
  const names = new Map<string, string>();
  const counts: Record<string, number> = {};
  const nameOf = (kind: string, hash: string): string => {
    const known = names.get(hash);
    if (known !== undefined) return known;
    const count = (counts[kind] = (counts[kind] ?? 0) + 1);
    const name = count === 1 ? kind : `${kind}${String(count)}`;
    names.set(hash, name);
    return name;
  };
  return (printed) =>
    printed
      .replaceAll(dir, '$WORK')
      .replaceAll(
        /\bt_(\d{10}_[0-9a-f]{8})(?:_([0-9a-f]{8}))?\b/g,
        (_, set: string, own?: string) =>
          `t_${nameOf('SET', set)}${own === undefined ? '' : `_${nameOf('OWN', own)}`}`,
      )
      .replaceAll(/\bm_([0-9a-f]{8})\b/g, (_, hash: string) => `m_${nameOf('MAIN', hash)}`);
}
