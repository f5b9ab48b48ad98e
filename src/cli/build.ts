import { existsSync, statSync } from 'node:fs';
import { availableParallelism, devNull } from 'node:os';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { recallBuild, rememberBuild } from '../fingerprint/recall.js';
import { Jobs } from '../build/jobs.js';
import { headerOf } from '../build/publish.js';
import { CannotDo, severityOf, type Finding } from '../model/finding.js';
import { parseNoIsolate } from '../model/isolation.js';
import type { BuildMode, BuildOptions, OutputPlace } from '../model/options.js';
import { checkPrefix } from '../plan/prefix.js';
import { buildDocument, type BuildResult } from '../report/buildDocument.js';
import { formatIsolated, formatPlan, formatTimings } from '../report/planText.js';
import {
  BUILD_MODE_OPTION,
  chooseHost,
  chooseWorkDir,
  HOST_OPTIONS,
  type HostArguments,
  ISOLATION_OPTIONS,
  NAMING_OPTIONS,
  SINGLE,
} from './common.js';
import { EXIT, type Outcome } from './exit.js';
import { packageVersion } from './version.js';

interface BuildArguments extends HostArguments {
  dir: string[];
  output: string | undefined;
  prefix: string;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  'dry-run': boolean;
  'no-isolate': string | undefined;
  'isolate-own': boolean;
  jobs: number | undefined;
  json: boolean;
  verbose: boolean;
}

/** `build <dir>...`: the whole job. */
export function buildCommand(goFlags: string[], outcome: Outcome): CommandModule<object, BuildArguments> {
  return {
    // In brackets: yargs would complain of a missing <dir> where an unknown flag has swallowed it.
    command: 'build [dir...]',
    describe: 'Build plugins with renamed packages, and prove it',
    builder: (yargs) =>
      yargs
        .usage('$0 build <dir>... [options] [-- go build flags]')
        .positional('dir', {
          describe: "Directory of a plugin's main package, or a quoted glob of them",
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          output: {
            ...SINGLE,
            alias: 'o',
            describe: 'Output file, or a directory (ending in /) [default: NAME.so here, as go build does]',
          },
          ...NAMING_OPTIONS,
          ...BUILD_MODE_OPTION,
          ...HOST_OPTIONS,
          ...ISOLATION_OPTIONS,
          jobs: {
            alias: 'j',
            type: 'number',
            requiresArg: true,
            coerce: parseJobs,
            describe: 'How many programs run at once, plugins and go commands together [default: processors]',
          },
          'dry-run': { type: 'boolean', default: false, describe: 'Show the plan; write and build nothing' },
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show the plan and the time each stage took',
          },
        })
        .example('$0 build ./plugin1 -o plugin1/output/plugin.so', '')
        .example("$0 build './plugins/*' -o dist/ -- -trimpath -tags prod", ''),
    handler: (args) => build(args, goFlags, outcome),
  };
}

async function build(args: BuildArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  const cwd = process.cwd();
  checkPrefix(args.prefix);
  const { expandDirectories } = await import('./directories.js');
  const dirs = await expandDirectories(args.dir, cwd);
  const jobs = new Jobs(args.jobs ?? availableParallelism(), dirs.length);
  const shared = {
    cwd,
    goFlags,
    buildMode: args.buildmode,
    output: chooseOutput(args.output, dirs.length > 1, cwd),
    taken: new Set<string>(),
    jobs,
    prefix: args.prefix,
    workDir: chooseWorkDir(args['work-dir'], cwd),
    dryRun: args['dry-run'],
    isolation: parseNoIsolate(args['no-isolate']),
    isolateOwn: args['isolate-own'],
    host: chooseHost(args, cwd),
  };
  const builds = dirs.map((dir) => {
    // One that fails is reported when its turn has come; nobody listens before.
    const outcome = jobs.schedule(() => buildOrRecall({ ...shared, dir }, args));
    outcome.catch(() => undefined);
    return outcome;
  });
  try {
    for (const build of builds) {
      const { messages, findings, document, details } = await build;
      process.stderr.write(messages);
      await showFindings(findings, cwd);
      details();
      if (findings.some(({ kind }) => severityOf[kind] === 'error')) outcome.exitCode = EXIT.finding;
      if (args.json) outcome.documents.push(document);
    }
  } finally {
    // Those that have begun end as they would alone; no other begins.
    jobs.clear();
    await Promise.allSettled(builds);
  }
}

/** What is to be shown of one build. */
interface Shown {
  messages: string;
  findings: Finding[];
  document: object;
  /** Prints what -v and --dry-run ask for. */
  details: () => void;
}

async function buildOrRecall(options: BuildOptions, args: BuildArguments): Promise<Shown> {
  const startedAt = Date.now();
  const { workDir, dir, cwd, taken } = options;
  const request = { workDir, dir, cwd, words: process.argv.slice(2), version: packageVersion() };
  // Who asks for plan and timings wants a build that has them.
  const known = args.verbose || args['dry-run'] ? undefined : recallBuild(request);
  if (known !== undefined && !taken.has(known.output)) {
    taken.add(known.output);
    const { findings, document } = known;
    return { messages: '', findings, document: { ...document, timings: {} }, details: () => undefined };
  }
  // Loaded only now: builds without a change need nothing of it.
  const { buildPlugin } = await import('../pipeline.js');
  const result = await buildPlugin(options);
  const document = buildDocument(result, cwd);
  const { output, messages, findings, inputs } = result;
  if (output !== undefined && inputs !== undefined && output !== devNull) {
    const outputs = [output, headerOf(output)].filter((file) => existsSync(file));
    rememberBuild(request, { output, findings, document }, inputs, outputs, startedAt);
  }
  const details = (): void => {
    showDetails(result, args, cwd);
  };
  return { messages, findings, document, details };
}

function showDetails({ plan, timings }: BuildResult, args: BuildArguments, cwd: string): void {
  if (!args.json && (args.verbose || args['dry-run'])) console.log(formatPlan(plan));
  if (args.verbose) {
    for (const line of formatIsolated(plan, cwd)) console.error(line);
    console.error(formatTimings(timings));
  }
}

async function showFindings(findings: readonly Finding[], cwd: string): Promise<void> {
  if (findings.length === 0) return;
  const { formatFinding } = await import('../report/findingText.js');
  for (const finding of findings) console.error(formatFinding(finding, cwd));
}

/** Where the plugins go. @throws CannotDo when several are to be written to one file. */
function chooseOutput(output: string | undefined, several: boolean, cwd: string): OutputPlace {
  if (output === undefined) return { dir: cwd };
  const path = resolve(cwd, output);
  if (output.endsWith('/') || (existsSync(path) && statSync(path).isDirectory())) return { dir: path };
  if (!several) return { file: path };
  throw new CannotDo(
    `-o ${output} is one file, but several plugins are to be built`,
    `Write -o ${output}/ for a directory.`,
  );
}

/** @throws CannotDo for what is no number of programs. */
function parseJobs(value: unknown): number {
  const jobs = Number(Array.isArray(value) ? value.at(-1) : value);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new CannotDo(`-j ${String(value)} is no number of jobs`, 'Give a whole number from 1 on.');
}
