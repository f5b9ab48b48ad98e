import { existsSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { recallBuild, rememberBuild } from '../fingerprint/recall.js';
import { headerOf } from '../build/publish.js';
import { CannotDo, severityOf, type Finding } from '../model/finding.js';
import { parseNoIsolate } from '../model/isolation.js';
import type { BuildMode, OutputPlace } from '../model/options.js';
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
  const startedAt = Date.now();
  const cwd = process.cwd();
  checkPrefix(args.prefix);
  const { expandDirectories } = await import('./directories.js');
  const dirs = await expandDirectories(args.dir, cwd);
  const output = chooseOutput(args.output, dirs.length > 1, cwd);
  const workDir = chooseWorkDir(args['work-dir'], cwd);
  const isolation = parseNoIsolate(args['no-isolate']);
  const host = chooseHost(args, cwd);
  const words = process.argv.slice(2);
  // Who asks for plan and timings wants a build that has them.
  const recalls = !args.verbose && !args['dry-run'];
  const taken = new Set<string>();
  for (const dir of dirs) {
    const request = { workDir, dir, cwd, words, version: packageVersion() };
    const known = recalls ? recallBuild(request) : undefined;
    if (known !== undefined && !taken.has(known.output)) {
      taken.add(known.output);
      await showFindings(known.findings, cwd);
      if (args.json) outcome.documents.push({ ...known.document, timings: {} });
      continue;
    }
    // Loaded only now: most runs of --help and of builds without a change need nothing of it.
    const { buildPlugin } = await import('../pipeline.js');
    const result = await buildPlugin({
      cwd,
      dir,
      goFlags,
      buildMode: args.buildmode,
      output,
      taken,
      prefix: args.prefix,
      workDir,
      dryRun: args['dry-run'],
      isolation,
      isolateOwn: args['isolate-own'],
      host,
    });
    if (result.findings.some(({ kind }) => severityOf[kind] === 'error')) outcome.exitCode = EXIT.finding;
    await show(result, args, cwd);
    const document = buildDocument(result, cwd);
    if (args.json) outcome.documents.push(document);
    const { output: written, findings, inputs } = result;
    if (written === undefined) continue;
    taken.add(written);
    if (inputs === undefined || written === devNull) continue;
    const outputs = [written, headerOf(written)].filter((file) => existsSync(file));
    rememberBuild(request, { output: written, findings, document }, inputs, outputs, startedAt);
  }
}

async function show(result: BuildResult, args: BuildArguments, cwd: string): Promise<void> {
  const { messages, findings, plan, timings } = result;
  process.stderr.write(messages);
  await showFindings(findings, cwd);
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
