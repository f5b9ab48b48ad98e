import { readFileSync } from 'node:fs';
import type { Finding } from '../findings/finding.js';
import { formatBelow, optionsToFix } from '../findings/findingText.js';
import { judge } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import { formatFix, type FixableLine } from './formatFix.js';
import { printable } from './printable.js';
import { positionOf } from './reportedFinding.js';

/** More findings of one kind than {@link MOST} are cut off after {@link FIRST}. */
const MOST = 4;
const FIRST = 3;

/** How findings are shown. */
export interface FindingView {
  /** Absolute directory that paths are relative to. */
  cwd: string;
  policy: FindingPolicy;
  /** Show all of a kind, and those that are allowed. */
  all: boolean;
  /** The kinds that this run has explained: why they matter; each kind that is shown is added. */
  explained: Set<string>;
  /** For a person: with source lines as wide as this, and commands; undefined for other programs. */
  columns?: number | undefined;
  /** What a fix is made from. */
  line?: FixableLine | undefined;
  /** The stack of a finding's plugin, a line each. */
  stackOf?: (finding: Finding) => readonly string[];
}

/** How findings are shown if a caller puts two spaces before each line. */
export function indent(view: FindingView): FindingView {
  return { ...view, columns: view.columns && view.columns - 2 };
}

/** Findings as the terminal shows them, a text each; many of one kind are cut off. */
export function formatFindings(findings: readonly Finding[], view: FindingView): string[] {
  const { cwd, policy, all, explained } = view;
  const shown = findings.filter((finding) => all || judge(finding, policy) !== 'allowed');
  return shown.flatMap((finding) => {
    const ofKind = shown.filter(({ kind }) => kind === finding.kind);
    const count = all || ofKind.length <= MOST ? ofKind.length : FIRST;
    const index = ofKind.indexOf(finding);
    if (index >= count) return [];
    const explains = !explained.has(finding.kind);
    explained.add(finding.kind);
    const text = formatBelow(finding, cwd, policy, { below: formatSource(finding, view), explains });
    const stack = (view.stackOf?.(finding) ?? []).map((line) => `    ${line}`);
    const end = index === count - 1 ? formatEnd(ofKind, ofKind.length - count, view) : [];
    return [[text, ...stack, ...end].join('\n')];
  });
}

/** What follows the last one of a kind that is shown. */
function formatEnd(list: readonly Finding[], left: number, { columns, line }: FindingView): string[] {
  const more = left === 0 ? [] : [`    and ${String(left)} more of this kind; -v shows all`];
  const options = new Map(list.map(optionsToFix).map((words) => [JSON.stringify(words), words]));
  const added = [...options.values()].flat();
  if (added.length === 0 || columns === undefined || line === undefined) return more;
  return [...more, `    fix: ${formatFix(added, line)}`];
}

/** The source line of a finding, and a caret below its column; nothing if the file cannot be read. */
function formatSource(finding: Finding, { columns }: FindingView): string[] {
  const position = positionOf(finding);
  if (columns === undefined || position === undefined) return [];
  const { file, line, column } = position;
  const number = String(line);
  const gutter = `  ${' '.repeat(number.length)} | `;
  try {
    const source = readFileSync(file).toString('latin1').split('\n')[line - 1] ?? '';
    // Columns count bytes.
    const [before, after] = [source.slice(0, column - 1), source.slice(column - 1)].map(readable);
    const width = Math.max(20, columns - gutter.length - 1);
    // A long line is cut on both sides, so that the column is seen.
    const length = (before ?? '').length + (after ?? '').trimEnd().length;
    const start = length <= width ? 0 : Math.max(0, (before ?? '').length - Math.floor(width / 2));
    const text = `${before ?? ''}${after ?? ''}`.slice(start, start + width).trimEnd();
    return [`  ${number} | ${text}`, `${gutter}${' '.repeat((before ?? '').length - start)}^`];
  } catch {
    return [];
  }
}

function readable(bytes: string): string {
  return printable(Buffer.from(bytes, 'latin1').toString().replaceAll('\t', '    ').replaceAll('\r', ''));
}
