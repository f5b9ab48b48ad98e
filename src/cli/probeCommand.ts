import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/finding.js';
import { chooseWorkDir, NAMING_OPTIONS, SINGLE } from './commonOptions.js';
import { EXIT, type Outcome } from './exit.js';
import { findPlugin } from './pluginFiles.js';
import { nothingNamed } from './usage.js';
import { printLine, printMessages, printNote } from './terminal.js';

interface ProbeArguments {
  plugin: string[];
  host: string | undefined;
  'host-src': string | undefined;
  timeout: string;
  'work-dir': string | undefined;
  json: boolean;
  verbose: boolean;
}

/** `probe <plugin.so>...`: loads built plugins, in a process of its own. */
export function probeCommand(outcome: Outcome): CommandModule<object, ProbeArguments> {
  return {
    command: 'probe [plugin...]',
    describe: 'Load built plugins in a process of their own: symbols with types, panics, fatal errors',
    builder: (yargs) =>
      yargs
        .usage('$0 probe <plugin.so>... [options]')
        .positional('plugin', {
          describe: 'A built plugin; they are opened in this order',
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          host: {
            ...SINGLE,
            describe:
              "Load them beside this host's packages: its binary, its manifest, or the directory of its go.mod",
          },
          'host-src': {
            ...SINGLE,
            describe: "The source that the host was built from, for packages of the host's own module",
          },
          timeout: {
            ...SINGLE,
            default: '30s',
            describe: 'How long loading may take, for all plugins together: 500ms, 30s, 2m',
          },
          'work-dir': {
            ...NAMING_OPTIONS['work-dir'],
            describe: 'Where temporary files go [default: your cache directory]',
          },
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show what the plugins print',
          },
        }),
    handler: (args) => run(args, outcome),
  };
}

async function run(args: ProbeArguments, outcome: Outcome): Promise<void> {
  if (args.plugin.length === 0) throw nothingNamed('a built plugin', 'probe ./plugin1.so');
  if (args['host-src'] !== undefined && args.host === undefined)
    throw new UserError(
      '--host-src belongs to --host',
      'Name the host, too: --host ./server --host-src DIR.',
    );
  const timeout = parseDuration(args.timeout);
  // Loaded only now: --help needs nothing of it.
  const [{ probe }, { formatProbed, formatProbeFinding, probeDocument }] = await Promise.all([
    import('../probe/probePlugins.js'),
    import('../report/formatProbe.js'),
  ]);
  const cwd = process.cwd();
  const result = await probe({
    // Opened again, one is there already, or waits for ever behind its panic.
    files: [...new Set(args.plugin.map((file) => findPlugin(file, cwd)))],
    host: args.host === undefined ? undefined : resolve(cwd, args.host),
    hostSource: args['host-src'] === undefined ? undefined : resolve(cwd, args['host-src']),
    timeout,
    cwd,
    workDir: chooseWorkDir(args['work-dir'], cwd),
  });
  if (hasErrors(result.findings)) outcome.exitCode = EXIT.finding;
  for (const finding of result.findings) printNote(formatProbeFinding(finding, result, cwd));
  if (args.verbose) for (const { output } of result.plugins) printMessages(output);
  if (args.json) outcome.documents.push(probeDocument(result, cwd));
  else for (const plugin of result.plugins) printLine(formatProbed(plugin, cwd));
}

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const;

/**
 * @returns milliseconds; a number alone is seconds.
 * @throws UserError for what is no duration, or too short for any.
 */
function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  const milliseconds = Number(match?.[1]) * UNITS[(match?.[2] ?? 's') as keyof typeof UNITS];
  // A day; setTimeout takes no more than 31 bits.
  if (milliseconds >= 1 && milliseconds <= 86_400_000) return Math.round(milliseconds);
  throw new UserError(`--timeout ${text} is no usable duration`, 'Write 500ms, 30s or 2m, for instance.');
}
