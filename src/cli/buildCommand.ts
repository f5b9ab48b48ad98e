import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import {
  BUILD_INFO_OPTION,
  DEPFILE_OPTION,
  DESCRIPTION_OPTIONS,
  FINDING_OPTIONS,
  planOptions,
  SARIF_OPTION,
  SINGLE,
  withoutDefaults,
} from './commonOptions.js';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import type { BuildArguments } from './runBuilds.js';

/** `build <dir>...`: the whole job; see runBuilds.ts. */
export function buildCommand(goFlags: string[], outcome: Outcome): CommandModule<object, BuildArguments> {
  return {
    // Optional: yargs would report a missing <dir> if an unknown flag has taken it as its value.
    command: 'build [dir...]',
    describe: 'Build plugins with renamed packages, and verify the result',
    builder: (yargs) =>
      yargs
        .usage('$0 build [dir...] [options] [-- go build flags]')
        .positional('dir', {
          describe:
            "Directory of a plugin's main package, a quoted glob of them, ./..., or the .go files of one plugin [default: .]",
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
          ...planOptions(),
          ...withoutDefaults(BUILD_INFO_OPTION),
          jobs: {
            alias: 'j',
            type: 'number',
            requiresArg: true,
            coerce: parseJobs,
            describe: 'Maximum number of parallel jobs [default: number of processors]',
          },
          ...DESCRIPTION_OPTIONS,
          'dry-run': { type: 'boolean', default: false, describe: 'Show the plan; write and build nothing' },
          ...withoutDefaults(FINDING_OPTIONS),
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          ...SARIF_OPTION,
          ...DEPFILE_OPTION,
          watch: {
            type: 'boolean',
            default: false,
            describe: 'Build again when a source changes, until Ctrl-C',
          },
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show stages as they begin, the plan, downloads, and the time of each stage',
          },
          quiet: {
            alias: 'q',
            type: 'boolean',
            default: false,
            describe: 'Do not show on a terminal what is built and was built; findings and errors are shown',
          },
        })
        .example('$0 build ./plugin1 -o plugin1/output/plugin.so', '')
        .example("$0 build './plugins/*' -o dist/ -- -trimpath -tags prod", ''),
    handler: async (args) => {
      if (args.watch) {
        const { watchBuilds } = await loadCode.watch();
        await watchBuilds(args, goFlags);
        return;
      }
      const { runBuilds } = await loadCode.build();
      await runBuilds(args, goFlags, outcome);
    },
  };
}

/** @throws UserError if the value is not a number of jobs. */
function parseJobs(value: unknown): number {
  const jobs = Number(Array.isArray(value) ? value.at(-1) : value);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new UserError(`invalid -j value ${String(value)}`, 'Use a whole number, 1 or more.');
}
