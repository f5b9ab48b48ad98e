import type { Finding } from '../findings/finding.js';
import type { FindingView } from '../report/formatFindings.js';
import { loadCode } from './loadCode.js';
import { noteWidth, printNote } from './terminal.js';

/** Prints findings on standard error; for a person, or with -v, with source lines and the commands that fix them. */
export async function showFindings(
  findings: readonly Finding[],
  view: Omit<FindingView, 'columns' | 'line'>,
): Promise<void> {
  if (findings.length === 0) return;
  // Loaded only now: most builds have no findings.
  const { formatFindings } = await loadCode.formatFindings();
  const argv = process.argv.slice(2);
  const separator = argv.indexOf('--');
  const line = {
    words: separator < 0 ? argv : argv.slice(0, separator),
    goFlags: separator < 0 ? [] : argv.slice(separator + 1),
  };
  const columns = noteWidth() ?? (view.all ? 120 : undefined);
  for (const text of formatFindings(findings, { ...view, columns, line })) printNote(text);
}
