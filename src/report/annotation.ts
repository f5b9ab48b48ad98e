import { relative } from 'node:path';
import { describeFinding } from '../findings/findingText.js';
import type { Failure } from './describeFailure.js';
import { repositoryRoot, shownAt, type ReportedFinding } from './reportedFinding.js';
import { printable } from './printable.js';

/**
 * A finding as a workflow command of GitHub Actions: it is then shown at its line in a pull request.
 * @param cwd - absolute directory that paths in the text are relative to.
 */
export function formatAnnotation(reported: ReportedFinding, cwd: string): string {
  const { finding, judged } = reported;
  const root = repositoryRoot(cwd);
  const { severity, message, details = [], why, advice } = describeFinding(finding, cwd);
  const { file, line, column } = shownAt(reported, root);
  return command(
    judged === 'error' ? judged : severity,
    {
      file: relative(root, file),
      line: String(line),
      ...(column === undefined ? {} : { col: String(column) }),
      title: `gorename-plugin: ${finding.kind}`,
    },
    [message, ...details, why, advice].join('\n'),
  );
}

/** Why a command failed, in the same form. */
export function formatFailureAnnotation({ message, advice }: Failure): string {
  return command('error', { title: 'gorename-plugin' }, [message, advice ?? ''].join('\n').trimEnd());
}

function command(name: string, properties: Record<string, string>, text: string): string {
  const named = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${named.join(',')}::${escapeData(text)}`;
}

/** What the runner replaces again; names and messages of others cannot end the command or begin another one. */
function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
