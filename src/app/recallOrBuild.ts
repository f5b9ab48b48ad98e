import { shortPath } from '../base/shortPath.js';
import type { Finding } from '../findings/finding.js';
import type { BuildOptions } from '../model/options.js';
import type { BuildResult } from '../report/buildDocument.js';
import type { BuildDocument } from '../report/documents.js';
import { recallBuild, type BuildRequest, type DescriptionFile } from '../store/recallBuild.js';
import type { Stamps } from '../store/stamps.js';
import { writeDescriptions } from './writeDescriptions.js';

/** A build, and how its result is kept. */
export interface BuildJob {
  options: BuildOptions;
  /** Everything that was asked for, as the caller has said it: an equal build is looked up under these words. */
  words: readonly string[];
  /** Whether all is noted, also the plan and the timings, which only a real build has. */
  verbose: boolean;
  /** The content of the files that describe the build. */
  describe: (result: BuildResult) => Promise<DescriptionFile[]>;
}

/** A build that has ended: now, or earlier and nothing has changed since. */
export interface FinishedBuild {
  /** What is adopted from the host and shared with it, a line each. */
  notes: string[];
  findings: Finding[];
  document: BuildDocument;
  /** Absolute file that was written, now or earlier. */
  output: string | undefined;
  /** What it depends on; undefined if files do not show whether it is up to date. */
  stamps: Stamps | undefined;
  /** Undefined if the plugin was up to date. */
  made: MadeBuild | undefined;
}

/** What only a build of now has. */
export interface MadeBuild {
  result: BuildResult;
  milliseconds: number;
}

/** What identifies a build in the records of finished builds. */
export function requestOf(
  { dir, files, workDir, cwd }: Omit<BuildRequest, 'words'>,
  words: readonly string[],
): BuildRequest {
  return { workDir, dir, files, cwd, words };
}

/**
 * The result of the last equal build, if nothing that it depends on has changed since; otherwise builds.
 * @param load - loads the code that builds: most builds of a day need none of it.
 * @throws UserError, Refused
 */
export async function recallOrBuild(
  job: BuildJob,
  load: () => Promise<(job: BuildJob) => Promise<FinishedBuild>>,
): Promise<FinishedBuild> {
  const { options, words, verbose } = job;
  const { taken } = options;
  const known = verbose || options.dryRun ? undefined : recallBuild(requestOf(options, words));
  if (known === undefined || taken.has(known.output)) return (await load())(job);
  taken.add(known.output);
  const { descriptions, document, ...remembered } = known;
  writeDescriptions(descriptions, options);
  // Only buildAnew.ts of this very program writes such records.
  return { ...remembered, document: { ...(document as BuildDocument), timings: {} }, made: undefined };
}

/** The host as messages name it; empty without one. */
export function hostOf({ host, cwd }: Pick<BuildOptions, 'host' | 'cwd'>): string {
  return host === undefined ? '' : shortPath(host.host, cwd);
}
