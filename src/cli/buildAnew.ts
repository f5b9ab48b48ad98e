import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { headerOf } from '../gobuild/publishOutput.js';
import { rememberBuild, type BuildRequest } from '../store/recallBuild.js';
import type { Finding } from '../findings/finding.js';
import type { BuildOptions } from '../model/options.js';
import { shortPath } from '../base/shortPath.js';
import { buildPlugin } from '../app/buildPlugin.js';
import { buildDocument, type BuildResult } from '../report/buildDocument.js';
import { formatIsolated, formatPlan, formatSharedRoots, formatTimings } from '../report/planText.js';
import { formatTaken } from '../report/takenText.js';
import { printLine, printNote } from './terminal.js';

/** Which details the user wants to see. */
interface DetailArguments {
  'dry-run': boolean;
  json: boolean;
  verbose: boolean;
}

/** What is to be shown of one build. */
export interface ShownBuild {
  messages: string;
  /** What is shared with the host without being named, a line each. */
  notes: string[];
  findings: Finding[];
  document: object;
  /** Prints what -v and --dry-run ask for. */
  details: () => void;
}

/** A build that is not known yet, to be remembered as `request`. */
export async function buildAnew(
  options: BuildOptions,
  args: DetailArguments,
  request: BuildRequest,
): Promise<ShownBuild> {
  const result = await buildPlugin(options);
  const { cwd } = options;
  const document = buildDocument(result, cwd);
  const { output, findings, stamps, taken = [] } = result;
  const host = options.host === undefined ? '' : shortPath(options.host.host, cwd);
  const messages = formatTaken(taken, host, args.verbose) + result.messages;
  if (output !== undefined && stamps !== undefined && output !== devNull) {
    const outputs = [output, headerOf(output)].filter((file) => existsSync(file));
    rememberBuild(request, { output, findings, document }, stamps, outputs);
  }
  const details = (): void => {
    showDetails(result, args, cwd);
  };
  return { messages, notes: formatSharedRoots(result.roots ?? []), findings, document, details };
}

function showDetails({ plan, timings, unanalysed }: BuildResult, args: DetailArguments, cwd: string): void {
  if (!args.json && (args.verbose || args['dry-run'])) printLine(formatPlan(plan));
  if (args.verbose) {
    for (const line of formatIsolated(plan, cwd)) printNote(line);
    if (unanalysed !== undefined)
      printNote(`not analysed for state that the host does not share: ${unanalysed}`);
    printNote(formatTimings(timings));
  }
}
