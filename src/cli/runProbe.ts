import { choosePolicy, chooseWorkDir } from '../app/settleOptions.js';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import type { Finding } from '../findings/finding.js';
import { probe } from '../probe/probePlugins.js';
import { formatFindings } from '../report/formatFindings.js';
import { formatLimits, formatProbed, probeDocument, stackOf } from '../report/formatProbe.js';
import { EXIT, report, type Outcome } from './exit.js';
import { chooseSarif } from './sarifFile.js';
import type { SharedArguments } from './listBuilds.js';
import { findPlugin } from '../app/findPlugin.js';
import { chooseBuiltFor } from './projectHost.js';
import { viewOf } from './showFindings.js';
import { nothingNamed } from './usage.js';
import { noteWidth, printLine, printMessages, printNote } from './terminal.js';

/** The arguments of `probe`. */
export interface ProbeArguments extends SharedArguments {
  plugin: string[];
  timeout: string;
  sarif: string | undefined;
  'work-dir': string | undefined;
  json: boolean;
  verbose: boolean;
}

/** Loads built plugins in a separate process, and shows what happens to each. */
export async function runProbe(args: ProbeArguments, outcome: Outcome): Promise<void> {
  if (args.plugin.length === 0) throw nothingNamed('a built plugin', 'probe ./plugin1.so');
  const timeout = parseDuration(args.timeout);
  const cwd = process.cwd();
  chooseSarif(args.sarif, 'probe', outcome, cwd);
  // If a plugin is opened twice, it is already loaded, or blocks forever after its panic.
  const files = [...new Set(args.plugin.map((file) => findPlugin(file, cwd)))];
  [outcome.subject] = files;
  const builtFor = await chooseBuiltFor(files, args, cwd);
  if (args['host-src'] !== undefined && builtFor.host === undefined)
    throw new UserError('--host-src requires --host', 'Name the host: --host ./server --host-src DIR.');
  const policy = (outcome.policy = choosePolicy(builtFor));
  const result = await probe({
    files,
    host: builtFor.host,
    hostSource: builtFor.hostSource,
    timeout,
    cwd,
    workDir: chooseWorkDir(args['work-dir'], cwd),
  });
  if (hasErrors(result.findings, policy)) outcome.exitCode = EXIT.finding;
  const view = viewOf(outcome, args.verbose, noteWidth());
  const stacks = { ...view, stackOf: (finding: Finding) => stackOf(finding, result) };
  for (const text of formatFindings(result.findings, stacks)) printNote(text);
  for (const finding of result.findings)
    report([finding], 'file' in finding ? finding.file : files[0], outcome);
  const limits = formatLimits(result, cwd);
  if (limits !== undefined) printNote(limits);
  if (args.verbose) for (const { output } of result.plugins) printMessages(output);
  if (args.json) outcome.documents.push(probeDocument(result, cwd, policy));
  else for (const plugin of result.plugins) printLine(formatProbed(plugin, cwd));
}

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const;

/**
 * @returns milliseconds; a number alone is seconds.
 * @throws UserError if the value is not a duration, or is out of range.
 */
function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  const milliseconds = Number(match?.[1]) * UNITS[(match?.[2] ?? 's') as keyof typeof UNITS];
  // At most a day; setTimeout accepts no more than 31 bits.
  if (milliseconds >= 1 && milliseconds <= 86_400_000) return Math.round(milliseconds);
  throw new UserError(`--timeout ${text}: invalid duration`, 'For example 500ms, 30s or 2m.');
}
