import { statSync } from 'node:fs';
import { devNull } from 'node:os';
import { hostOf, recallOrBuild, type FinishedBuild } from '../app/recallOrBuild.js';
import type { BuildOptions } from '../model/options.js';
import { formatSummary, formatUpToDate } from '../report/formatSummary.js';
import { formatIsolated, formatPlan, formatTimings, formatUnanalysed } from '../report/planText.js';
import { describeBuild } from './describeBuild.js';
import type { DescriptionPlace } from './descriptionFiles.js';
import { loadCode } from './loadCode.js';
import { beginStatus, printLine, printNote } from './terminal.js';

/** What the user wants to see of a build. */
interface DetailArguments {
  'dry-run': boolean;
  json: boolean;
  verbose: boolean;
  quiet: boolean;
}

/** What is shown of one build. */
export interface ShownBuild extends Omit<FinishedBuild, 'made'> {
  /** What the go command has printed. */
  messages: string;
  /** One line for a terminal; undefined if nothing was written. */
  summary: string | undefined;
  /** Prints what -v and --dry-run ask for. */
  details: () => void;
}

/**
 * Runs one build of a command line, unless its result is known.
 * @param words - identify it.
 */
export async function runBuild(
  options: BuildOptions,
  words: readonly string[],
  args: DetailArguments,
  places: readonly DescriptionPlace[],
): Promise<ShownBuild> {
  const { cwd, policy, progress } = options;
  const { verbose, 'dry-run': dryRun, json } = args;
  let showsPlan = (dryRun || verbose) && !json;
  const planned: typeof progress.planned = (plan) => {
    progress.planned(plan);
    showsPlan = false;
  };
  const { made, ...finished } = await recallOrBuild(
    {
      options: { ...options, progress: { ...progress, planned } },
      words,
      verbose,
      describe: (result) => describeBuild(result, places, { host: hostOf(options), cwd, policy }),
    },
    async () => {
      const [{ buildAnew }] = await Promise.all([
        loadCode.buildAnew(),
        args.quiet ? undefined : beginStatus(),
      ]);
      return buildAnew;
    },
  );
  const { output } = finished;
  const written = output === devNull ? undefined : output;
  if (made === undefined) {
    const summary = written && formatUpToDate(written, cwd);
    return { ...finished, messages: '', summary, details: () => undefined };
  }
  const { result, milliseconds } = made;
  const { plan, messages, timings, unanalysed } = result;
  const diffs =
    dryRun && verbose && !json && result.planned !== undefined
      ? (await loadCode.diffs()).formatDiffs(result.planned, cwd)
      : [];
  const details = (): void => {
    if (showsPlan) printLine(formatPlan(plan));
    for (const text of diffs) printLine(text);
    if (!verbose) return;
    for (const line of formatIsolated(plan, cwd)) printNote(line);
    if (unanalysed !== undefined) printNote(formatUnanalysed(unanalysed));
    printNote(formatTimings(timings));
  };
  const summary =
    written && formatSummary({ output: written, bytes: statSync(written).size, plan, milliseconds }, cwd);
  return { ...finished, messages, summary, details };
}
