import { existsSync, statSync } from 'node:fs';
import { availableParallelism, devNull } from 'node:os';
import { resolve } from 'node:path';
import { onDownload } from '../process/downloads.js';
import { recallBuild } from '../store/recallBuild.js';
import { Jobs } from '../gobuild/jobs.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import { hasErrors } from '../findings/policy.js';
import { parseNoIsolate } from '../base/noIsolate.js';
import type { BuildMode, BuildOptions, FindingPolicy, OutputPlace } from '../model/options.js';
import { checkPrefix } from '../names/prefixTemplate.js';
import type { ShownBuild } from './buildAnew.js';
import {
  chooseHost,
  choosePolicy,
  chooseWorkDir,
  type FindingArguments,
  type HostArguments,
} from './commonOptions.js';
import { shortPath } from '../base/shortPath.js';
import { choosePlugins, type NamedPlugin } from './choosePlugins.js';
import {
  chooseDescriptions,
  writeDescriptions,
  type DescriptionArguments,
  type DescriptionPlace,
} from './descriptionFiles.js';
import { chooseSarif, EXIT, report, type Outcome } from './exit.js';
import { formatUpToDate } from '../report/formatSummary.js';
import { subjectOf } from '../report/reportedFinding.js';
import { BuildProgress } from './buildProgress.js';
import { showFindings } from './showFindings.js';
import { beginStatus, printMessages, printNote, printSummary, setStatus } from './terminal.js';
import { Turns } from './turns.js';

/** The arguments of `build`. */
export interface BuildArguments extends HostArguments, DescriptionArguments, FindingArguments {
  dir: string[];
  output: string | undefined;
  prefix: string;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  'dry-run': boolean;
  'build-info': 'original' | 'renamed';
  'no-isolate': string | undefined;
  'isolate-own': boolean;
  jobs: number | undefined;
  json: boolean;
  verbose: boolean;
  quiet: boolean;
  sarif: string | undefined;
}

/** Runs all builds of a command line, -j of them at a time, and shows them in order. */
export async function runBuilds(args: BuildArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  const cwd = process.cwd();
  const { verbose } = args;
  checkPrefix(args.prefix);
  await chooseSarif(args.sarif, 'build', outcome, cwd);
  const plugins = await choosePlugins(args.dir, cwd);
  const descriptions = chooseDescriptions(args, plugins.length > 1, cwd);
  const jobs = new Jobs(args.jobs ?? availableParallelism(), plugins.length);
  const policy = (outcome.policy = await choosePolicy(args));
  const view = { cwd, policy, all: verbose };
  const turns = new Turns();
  const names = plugins.map(({ dir }) => shortPath(dir, cwd));
  const progress = new BuildProgress(names, turns, { ...args, plan: verbose && !args.json });
  onDownload((line) => {
    setStatus(line.replace(/^go: /, ''));
    // The go command itself prints them with every build.
    if (verbose) printNote(line);
  });
  const shared = {
    cwd,
    goFlags,
    buildMode: args.buildmode,
    output: chooseOutput(args.output, plugins.length > 1, cwd),
    taken: new Set(outcome.sarif === undefined ? [] : [outcome.sarif.file]),
    jobs,
    report: printNote,
    policy,
    prefix: args.prefix,
    workDir: chooseWorkDir(args['work-dir'], cwd),
    dryRun: args['dry-run'],
    buildInfo: args['build-info'],
    bill: args.sbom !== undefined,
    isolation: parseNoIsolate(args['no-isolate']),
    isolateOwn: args['isolate-own'],
    host: chooseHost(args, cwd),
  };
  const builds = plugins.map((plugin, index) => {
    const options = { ...shared, ...plugin, progress: progress.of(index) };
    // A failure is reported when it is the turn of this build; until then nothing handles it.
    const outcome = jobs.schedule(() =>
      recallOrBuild(options, args, descriptions).finally(() => {
        progress.end();
      }),
    );
    outcome.catch(() => undefined);
    return outcome;
  });
  const outputs: string[] = [];
  let failing: NamedPlugin | undefined;
  try {
    for (const [index, build] of builds.entries()) {
      failing = plugins[index];
      turns.begin(index);
      outcome.subject = failing && subjectOf(failing.dir);
      const { messages, notes, findings, document, output, summary, details } = await build;
      printMessages(messages);
      for (const note of notes) printNote(note);
      await showFindings(findings, view);
      report(findings, outcome.subject, outcome);
      details();
      if (summary !== undefined && !args.quiet) printSummary(summary);
      if (hasErrors(findings, policy)) outcome.exitCode = EXIT.finding;
      if (args.json) outcome.documents.push(document);
      if (output !== undefined) outputs.push(output);
    }
    failing = undefined;
    const together = await findTogether(outputs, args.buildmode, cwd);
    await showFindings(together, view);
    report(together, outcome.subject, outcome);
    if (hasErrors(together, policy)) outcome.exitCode = EXIT.finding;
    const last = outcome.documents.pop();
    if (last !== undefined) outcome.documents.push(await withFindings(last, together, { cwd, policy }));
  } catch (error) {
    if (plugins.length > 1 && failing !== undefined && !args.quiet)
      printSummary(`${shortPath(failing.dir, cwd)} failed`);
    throw error;
  } finally {
    // Builds that have started run to their end; no other starts.
    jobs.clear();
    await Promise.allSettled(builds);
  }
}

async function recallOrBuild(
  options: BuildOptions,
  args: BuildArguments,
  descriptions: readonly DescriptionPlace[],
): Promise<ShownBuild> {
  const { workDir, dir, files, cwd, taken } = options;
  const request = { workDir, dir, files, cwd, words: process.argv.slice(2) };
  // The plan and the timings come from a real build.
  const known = args.verbose || args['dry-run'] ? undefined : recallBuild(request);
  if (known !== undefined && !taken.has(known.output)) {
    taken.add(known.output);
    const { findings, notes, document } = known;
    writeDescriptions(known.descriptions, cwd);
    return {
      messages: '',
      notes,
      findings,
      document: { ...document, timings: {} },
      output: known.output,
      summary: formatUpToDate(known.output, cwd),
      details: () => undefined,
    };
  }
  // Loaded only now: up-to-date plugins do not need it.
  const [{ buildAnew }] = await Promise.all([
    import('./buildAnew.js'),
    args.quiet ? undefined : beginStatus(),
  ]);
  return buildAnew(options, args, request, descriptions);
}

/** What the built plugins do to each other in one process. */
async function findTogether(
  outputs: readonly string[],
  buildMode: BuildMode,
  cwd: string,
): Promise<Finding[]> {
  const files = outputs.filter((file) => file !== devNull);
  if (files.length < 2 || buildMode !== 'plugin') return [];
  const [{ Binary }, { findSharedState }] = await Promise.all([
    import('../binary/goBinary.js'),
    import('../check/sharedState.js'),
  ]);
  const planned = files.flatMap((file) => {
    const reading = new Binary(file, cwd).plan();
    return reading !== undefined && 'plan' in reading ? [{ file, plan: reading.plan }] : [];
  });
  return findSharedState(planned);
}

/** The document of the last build, which also has what concerns several. */
async function withFindings(
  document: object,
  together: readonly Finding[],
  { cwd, policy }: { cwd: string; policy: FindingPolicy },
): Promise<object> {
  if (together.length === 0) return document;
  const { findingDocument } = await import('../report/buildDocument.js');
  const { findings } = document as { findings: object[] };
  return {
    ...document,
    findings: [...findings, ...together.map((finding) => findingDocument(finding, cwd, policy))],
  };
}

/**
 * Where the plugins are written.
 * @throws UserError if several would be written to one file.
 */
function chooseOutput(output: string | undefined, several: boolean, cwd: string): OutputPlace {
  if (output === undefined) return { dir: cwd };
  const path = resolve(cwd, output);
  if (output.endsWith('/') || (existsSync(path) && statSync(path).isDirectory())) return { dir: path };
  if (!several) return { file: path };
  throw new UserError(
    `-o ${output} is one file, but there are several plugins`,
    `Use -o ${output}/ for a directory.`,
  );
}
