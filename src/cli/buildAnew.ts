import { existsSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { headerOf } from '../gobuild/publishOutput.js';
import { rememberBuild, type BuildRequest } from '../store/recallBuild.js';
import type { Stamps } from '../store/stamps.js';
import type { Finding } from '../findings/finding.js';
import type { BuildOptions } from '../model/options.js';
import type { Progress } from '../model/progress.js';
import { shortPath } from '../base/shortPath.js';
import { buildPlugin } from '../app/buildPlugin.js';
import { buildDocument, type BuildResult } from '../report/buildDocument.js';
import { formatSummary } from '../report/formatSummary.js';
import { formatIsolated, formatPlan, formatSharedRoots, formatTimings } from '../report/planText.js';
import { formatTaken } from '../report/takenText.js';
import { writeDescriptions, type DescriptionPlace } from './descriptionFiles.js';
import { describeBuild } from './describeBuild.js';
import { loadCode } from './loadCode.js';
import { printLine, printNote } from './terminal.js';

/** Which details the user wants to see. */
interface DetailArguments {
  'dry-run': boolean;
  json: boolean;
  verbose: boolean;
}

/** What is shown of one build. */
export interface ShownBuild {
  messages: string;
  /** What is shared with the host by default, a line each. */
  notes: string[];
  findings: Finding[];
  document: object;
  /** Absolute file that was written, now or earlier. */
  output: string | undefined;
  /** What it depends on; undefined if files do not show whether it is up to date. */
  stamps: Stamps | undefined;
  /** One line for a terminal; undefined if nothing was written. */
  summary: string | undefined;
  /** Prints what -v and --dry-run ask for. */
  details: () => void;
}

/** Runs a build that is not recorded yet, and records it under `request`. */
export async function buildAnew(
  options: BuildOptions,
  args: DetailArguments,
  request: BuildRequest,
  places: readonly DescriptionPlace[],
): Promise<ShownBuild> {
  const startedAt = performance.now();
  let showsPlan = args['dry-run'] || args.verbose;
  const progress: Progress = {
    ...options.progress,
    planned: (plan) => {
      options.progress.planned(plan);
      showsPlan = false;
    },
  };
  const result = await buildPlugin({ ...options, progress });
  const { cwd } = options;
  const document = buildDocument(result, cwd, options.policy);
  const { output, findings, stamps, taken = [] } = result;
  const host = options.host === undefined ? '' : shortPath(options.host.host, cwd);
  const settings = formatTaken(taken, host, args.verbose);
  const messages = settings + result.messages;
  const notes = formatSharedRoots(result.roots ?? []);
  const descriptions = await describeBuild(result, places, { host, cwd, policy: options.policy });
  if (output !== undefined && stamps !== undefined && output !== devNull) {
    const outputs = [output, headerOf(output)].filter((file) => existsSync(file));
    // In the order in which they are shown now.
    const remembered = [...(settings === '' ? [] : [settings.trimEnd()]), ...notes];
    rememberBuild(request, { output, findings, notes: remembered, document, descriptions }, stamps, outputs);
  }
  writeDescriptions(descriptions, options);
  const diffs =
    args['dry-run'] && args.verbose && result.planned !== undefined
      ? (await loadCode.diffs()).formatDiffs(result.planned, cwd)
      : [];
  const details = (): void => {
    if (!args.json && showsPlan) printLine(formatPlan(result.plan));
    if (args['dry-run'] && args.verbose && !args.json) for (const text of diffs) printLine(text);
    if (args.verbose) showVerbose(result, cwd);
  };
  const summary =
    output === undefined || output === devNull
      ? undefined
      : formatSummary(
          {
            output,
            bytes: statSync(output).size,
            plan: result.plan,
            milliseconds: performance.now() - startedAt,
          },
          cwd,
        );
  return { messages, notes, findings, document, output, stamps, summary, details };
}

function showVerbose({ plan, timings, unanalysed }: BuildResult, cwd: string): void {
  for (const line of formatIsolated(plan, cwd)) printNote(line);
  if (unanalysed !== undefined)
    printNote(`not analysed for state that the host does not share: ${unanalysed}`);
  printNote(formatTimings(timings));
}
