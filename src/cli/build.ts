import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { CannotDo, severityOf } from '../model/finding.js';
import { parseNoIsolate } from '../model/isolation.js';
import { BUILD_MODES, DEFAULT_BUILD_MODE, type BuildMode, type OutputPlace } from '../model/options.js';
import { buildPlugin } from '../pipeline.js';
import { checkPrefix } from '../plan/prefix.js';
import { formatFinding } from '../report/findingText.js';
import { buildDocument, formatJson, type BuildResult } from '../report/buildDocument.js';
import { formatPlan, formatTimings } from '../report/planText.js';
import { chooseWorkDir, ISOLATION_OPTIONS, NAMING_OPTIONS } from './common.js';
import { expandDirectories } from './directories.js';
import { EXIT } from './exit.js';

interface BuildArguments {
  dir: string[];
  output: string | undefined;
  prefix: string;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  'dry-run': boolean;
  'no-isolate': string | undefined;
  json: boolean;
  verbose: boolean;
}

/** `build <dir>...`: the whole job. */
export function buildCommand(
  goFlags: string[],
  finish: (code: number) => void,
): CommandModule<object, BuildArguments> {
  return {
    command: 'build <dir...>',
    describe: 'Build plugins with renamed packages, and prove it',
    builder: (yargs) =>
      yargs
        .usage('$0 build <dir>... [options] [-- go build flags]')
        .positional('dir', {
          describe: "Directory of a plugin's main package, or a quoted glob of them",
          type: 'string',
          array: true,
          demandOption: true,
        })
        .options({
          output: {
            alias: 'o',
            type: 'string',
            requiresArg: true,
            describe: 'Output file, or a directory (ending in /) [default: NAME.so here, as go build does]',
          },
          ...NAMING_OPTIONS,
          buildmode: {
            choices: BUILD_MODES,
            default: DEFAULT_BUILD_MODE,
            describe: 'As in go help buildmode',
          },
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
    handler: async (args) => {
      finish(await build(args, goFlags));
    },
  };
}

async function build(args: BuildArguments, goFlags: string[]): Promise<number> {
  const cwd = process.cwd();
  checkPrefix(args.prefix);
  const dirs = await expandDirectories(args.dir, cwd);
  const results: BuildResult[] = [];
  for (const dir of dirs) {
    const result = await buildPlugin({
      cwd,
      dir,
      goFlags,
      buildMode: args.buildmode,
      output: chooseOutput(args.output, dirs.length > 1, cwd),
      prefix: args.prefix,
      workDir: chooseWorkDir(args['work-dir'], cwd),
      dryRun: args['dry-run'],
      isolation: parseNoIsolate(args['no-isolate']),
    });
    results.push(result);
    process.stderr.write(result.messages);
    for (const finding of result.findings) console.error(formatFinding(finding, cwd));
    if (!args.json && (args.verbose || args['dry-run'])) console.log(formatPlan(result.plan));
    if (args.verbose) console.error(formatTimings(result.timings));
  }
  if (args.json) {
    const documents = results.map((result) => buildDocument(result, cwd));
    process.stdout.write(formatJson(documents.length === 1 ? documents[0] : documents));
  }
  const failed = results.some(({ findings }) => findings.some(({ kind }) => severityOf[kind] === 'error'));
  return failed ? EXIT.finding : EXIT.done;
}

/** Where plugins go. @throws CannotDo when several are to be written to one file. */
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
