import { availableParallelism } from 'node:os';
import { chooseWorkDir } from '../app/settleOptions.js';
import { onDownload } from '../process/downloads.js';
import { requestOf } from '../app/recallOrBuild.js';
import { Jobs } from '../gobuild/jobs.js';
import type { Finding } from '../findings/finding.js';
import { hasErrors, NO_POLICY } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import { loadCode } from './loadCode.js';
import { fixableFile, listBuilds, planned, type ListedBuild, type SharedArguments } from './listBuilds.js';
import type { Depfile } from './depfile.js';
import { chooseDescriptions, type DescriptionArguments } from './descriptionFiles.js';
import { EXIT, type Outcome } from './exit.js';
import { chooseSarif } from './sarifFile.js';
import { subjectOf } from '../report/reportedFinding.js';
import { BuildProgress } from './buildProgress.js';
import { runBuild } from './runBuild.js';
import { showFindings } from './showFindings.js';
import { printMessages, printNote, printSummary, setStatus } from './terminal.js';
import { Turns } from './turns.js';

/** The arguments of `build`. */
export interface BuildArguments extends SharedArguments, DescriptionArguments {
  dir: string[];
  output: string | undefined;
  'work-dir': string | undefined;
  'dry-run': boolean;
  jobs: number | undefined;
  json: boolean;
  verbose: boolean;
  quiet: boolean;
  watch: boolean;
  sarif: string | undefined;
  depfile: string | undefined;
}

/**
 * Runs all builds of a command line, -j of them at a time, and shows them in order.
 * @param taken - gets the absolute files that are written; see {@link BuildOptions}.
 */
export async function runBuilds(
  args: BuildArguments,
  goFlags: string[],
  outcome: Outcome,
  taken = new Set<string>(),
): Promise<void> {
  // Who watches wants to know in a pipe, too.
  const show = args.watch ? printNote : printSummary;
  const cwd = process.cwd();
  const { verbose } = args;
  chooseSarif(args.sarif, 'build', outcome, cwd);
  const rules = args.depfile === undefined ? undefined : await chooseDepfile(args, cwd);
  const plugins = await listBuilds(args, goFlags, cwd);
  const descriptions = chooseDescriptions(args, plugins.length > 1, cwd);
  const jobs = new Jobs(args.jobs ?? availableParallelism(), plugins.length);
  const plans = plugins.map((plugin) => planned(plugin, args['work-dir'], cwd));
  const policies = plans.map(({ policy }) => policy);
  const turns = new Turns();
  const names = plugins.map(({ label }) => label);
  const progress = new BuildProgress(names, turns, { ...args, plan: verbose && !args.json });
  onDownload((line) => {
    setStatus(line.replace(/^go: /, ''));
    // The go command itself prints them with every build.
    if (verbose) printNote(line);
  });
  const besides = [outcome.sarif?.file, rules?.file].filter((file) => file !== undefined);
  for (const file of besides) taken.add(file);
  const shared = {
    cwd,
    taken,
    besides,
    jobs,
    report: printNote,
    workDir: chooseWorkDir(args['work-dir'], cwd),
    dryRun: args['dry-run'],
    bill: args.sbom !== undefined,
  };
  const builds = plugins.map((plugin, index) => {
    const plan = plans[index] ?? planned(plugin, args['work-dir'], cwd);
    const build = { ...plan, ...shared, output: plugin.output, progress: progress.of(index) };
    // A failure is reported when it is the turn of this build; until then nothing handles it.
    const outcome = jobs.schedule(() =>
      runBuild(build, wordsOf(plugin), args, descriptions).finally(() => {
        progress.end();
      }),
    );
    outcome.catch(() => undefined);
    return outcome;
  });
  // Plugins for different hosts are never in one process.
  const outputs = new Map<string, string[]>();
  let failing: ListedBuild | undefined;
  try {
    for (const [index, build] of builds.entries()) {
      failing = plugins[index];
      turns.begin(index);
      const policy = (outcome.policy = policies[index] ?? NO_POLICY);
      const subject = (outcome.subject = subjectOf(failing?.dir ?? cwd));
      outcome.fixable = failing && fixableFile(failing, cwd);
      const { notes, messages, findings, document, output, summary, details, stamps } = await build;
      for (const note of notes) printNote(note);
      printMessages(messages);
      await showFindings(findings, { all: verbose, subject }, outcome);
      details();
      if (summary !== undefined && !args.quiet) show(summary);
      if (hasErrors(findings, policy)) outcome.exitCode = EXIT.finding;
      if (args.json) outcome.documents.push(document);
      if (output !== undefined && failing !== undefined)
        rules?.add(
          output,
          { stamps, config: failing.config },
          requestOf({ ...failing, workDir: shared.workDir, cwd }, wordsOf(failing)),
        );
      if (output !== undefined && failing?.options.buildmode === 'plugin') {
        const process = failing.options.host ?? '';
        outputs.set(process, [...(outputs.get(process) ?? []), output]);
      }
    }
    failing = undefined;
    rules?.write();
    const together: Finding[] = [];
    for (const files of outputs.values()) {
      if (files.length < 2) continue;
      const { findTogether } = await loadCode.severalPlugins();
      together.push(...findTogether(files, cwd));
    }
    const policy = (outcome.policy = policyOfAll(policies));
    if (outcome.fixable !== undefined) outcome.fixable = { ...outcome.fixable, plugin: undefined };
    await showFindings(together, { all: verbose, subject: outcome.subject ?? cwd }, outcome);
    if (hasErrors(together, policy)) outcome.exitCode = EXIT.finding;
    const last = outcome.documents.pop();
    if (last !== undefined) {
      outcome.documents.push(
        together.length === 0
          ? last
          : (await loadCode.severalPlugins()).withFindings(last, together, { cwd, policy }),
      );
    }
  } catch (error) {
    if (plugins.length > 1 && failing !== undefined && !args.quiet) show(`${failing.label} failed`);
    throw error;
  } finally {
    // Builds that have started run to their end; no other starts.
    jobs.clear();
    await Promise.allSettled(builds);
  }
}

async function chooseDepfile(args: BuildArguments, cwd: string): Promise<Depfile> {
  // Loaded only now: few command lines need it.
  const { openDepfile } = await loadCode.depfile();
  return openDepfile(args, cwd);
}

/** What identifies a build: the whole command line, and what a file adds to it. */
function wordsOf({ fromFile }: ListedBuild): string[] {
  return [...process.argv.slice(2), ...(fromFile === undefined ? [] : [JSON.stringify(fromFile)])];
}

/** What all plugins accept, and the strictness of the strictest. */
function policyOfAll(policies: readonly FindingPolicy[]): FindingPolicy {
  const [first = NO_POLICY, ...others] = policies;
  return {
    allow: first.allow.filter((kind) => others.every(({ allow }) => allow.includes(kind))),
    strict: policies.some(({ strict }) => strict),
  };
}
