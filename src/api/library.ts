/**
 * The library: what `gorename-plugin build` and `gorename-plugin verify` do, for programs. Nothing is printed, and
 * calls can run at the same time.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { buildAnew } from '../app/buildAnew.js';
import { recallOrBuild } from '../app/recallOrBuild.js';
import { choosePolicy, chooseWorkDir, settleOptions } from '../app/settleOptions.js';
import { verifyPlugins } from '../app/verifyPlugins.js';
import { namesDirectory } from '../base/directories.js';
import { Jobs } from '../gobuild/jobs.js';
import type { BuildDocument, FindingDocument, VerifyDocument } from '../report/documents.js';
import { BUILD_ENTRIES, namedOptions, type BuildPluginOptions, type BuildProgress } from './buildOptions.js';
import { callEntries, text, texts, type CallOptions } from './callOptions.js';
import { errorOfFindings } from './gorenameError.js';
import { runLibraryCall, Watchers } from './libraryCall.js';

export { GorenameError, type ErrorDocument } from './gorenameError.js';
export type { BuildPluginOptions, BuildProgress } from './buildOptions.js';
export type { CallOptions } from './callOptions.js';
export type { Finding, FindingKind, Severity } from '../findings/finding.js';
export type { Position } from '../model/documentValues.js';
export type { IsolationKind, StateKind } from '../model/isolation.js';
export type { BuildMode } from '../model/options.js';
export type { PluginPlan } from '../model/pluginPlan.js';
export type { Stage } from '../model/progress.js';
export type { Verdict } from '../predict/prediction.js';
export type {
  BuildDocument,
  BuiltMain,
  ExportedSymbolDocument,
  FailureDocument,
  FindingDocument,
  FindingTexts,
  InspectedPackageDocument,
  InspectionDocument,
  IsolatedUseDocument,
  PredictionDocument,
  RefusalDocument,
  RenamedPackage,
  SharedPackage,
  Timings,
  VerifyDocument,
} from '../report/documents.js';

/** What `build --json` prints of a plugin that was written. `timings` is empty if it was up to date. */
export interface PluginBuild extends BuildDocument {
  /** The built file, absolute. */
  output: string;
}

/** What `build --dry-run --json` prints: nothing was written. */
export interface PluginDryRun extends BuildDocument {
  output: null;
}

/** Options of `verifyPlugin`. Each has the name of an option of `gorename-plugin verify`, and its meaning. */
export interface VerifyPluginOptions extends CallOptions {
  /** A built plugin, or several; a host opens them in this order. */
  plugin: string | readonly string[];
  /** Predict plugin.Open: the program that will load them, as for `buildPlugin`. */
  host?: string | undefined;
  /** The glibc version of the host's system, as printed by `ldd --version`: `2.31`. */
  glibc?: string | undefined;
}

const VERIFY_ENTRIES = {
  ...callEntries,
  plugin: v.union([text, v.pipe(texts, v.nonEmpty('must name a plugin'))]),
  host: v.optional(text),
  glibc: v.optional(text),
} satisfies Record<keyof VerifyPluginOptions, v.GenericSchema>;

/**
 * Builds a plugin with renamed packages, and verifies the result, as `gorename-plugin build`. A plugin that is up to date is
 * not built again. `gorename.yaml` is not read.
 *
 * @returns what was built. There are warnings in `findings`, and errors only if `allow` names their kind.
 * @throws GorenameError if nothing was written: because of a finding of severity error, or because something failed. The
 *   reason of `signal`. What `onProgress` throws.
 */
export function buildPlugin(
  options?: BuildPluginOptions & { dryRun?: false | undefined },
): Promise<PluginBuild>;
/**
 * Plans a build, as `gorename-plugin build --dry-run`: nothing is compiled or written.
 *
 * @returns the plan, and what is known without a build. There are warnings in `findings`, and errors only if `allow` names
 *   their kind.
 * @throws GorenameError because of a finding of severity error, or because something failed; the former has the plan as its
 *   `document`. The reason of `signal`. What `onProgress` throws.
 */
export function buildPlugin(options: BuildPluginOptions & { dryRun: true }): Promise<PluginDryRun>;
/**
 * The same if only the running program knows whether it is a dry run.
 *
 * @returns as above; `output` is null after a dry run.
 * @throws as above.
 */
export function buildPlugin(options: BuildPluginOptions): Promise<PluginBuild | PluginDryRun>;
export async function buildPlugin(options: BuildPluginOptions = {}): Promise<PluginBuild | PluginDryRun> {
  const { dryRun = false } = options;
  const watchers = new Watchers();
  const show = watchers.guard<BuildProgress>((event) => options.onProgress?.(event));
  const message = (text: string): void => {
    show({ type: 'message', text });
  };
  const onDownload = (line: string): void => {
    show({ type: 'download', line });
  };
  const call = { name: 'buildPlugin', entries: BUILD_ENTRIES, watchers, onDownload };
  return runLibraryCall(options, call, async ({ cwd, judgeBy }) => {
    const named = namedOptions(options);
    const settled = settleOptions(named, cwd);
    judgeBy(settled.policy);
    const goFlags = [...(options.goFlags ?? [])];
    const { document, output, notes, made } = await recallOrBuild(
      {
        options: {
          ...settled,
          cwd,
          dir: resolve(cwd, options.dir ?? ''),
          output: outputPlace(options.output, cwd),
          goFlags,
          workDir: chooseWorkDir(options.workDir, cwd),
          taken: new Set(),
          jobs: new Jobs(options.jobs ?? availableParallelism(), 1),
          dryRun,
          bill: false,
          report: message,
          progress: {
            followsPackages: options.onProgress !== undefined,
            begins: (stage) => {
              show({ type: 'stage', stage });
            },
            planned: () => undefined,
            compiles: (importPath, most) => {
              show({ type: 'package', importPath, most });
            },
            prints: message,
          },
        },
        words: ['buildPlugin', JSON.stringify([named, goFlags, options.output])],
        verbose: false,
        describe: () => Promise.resolve([]),
      },
      () => Promise.resolve(buildAnew),
    );
    for (const note of notes) message(note);
    if (made !== undefined && made.result.messages !== '') message(made.result.messages.trimEnd());
    const error = errorOfFindings(document.findings, document);
    if (error !== undefined) throw error;
    if (dryRun) return { ...document, output: null };
    if (output === undefined) throw new Error('a build without an output and without an error');
    return { ...document, output };
  });
}

/** Where the plugin is written, as -o says it. */
function outputPlace(output: string | undefined, cwd: string): { dir: string } | { file: string } {
  if (output === undefined) return { dir: cwd };
  const path = resolve(cwd, output);
  return namesDirectory(output, cwd) ? { dir: path } : { file: path };
}

/**
 * Reads built plugins, as `gorename-plugin verify`: what they consist of, and with a host, what plugin.Open will do with them.
 *
 * @returns what `verify --json` prints.
 * @throws GorenameError if a finding has severity error: the host will not load a plugin, or a plugin is not what its plan
 *   says. Its `document` is what would have been returned. Also if something failed. The reason of `signal`.
 */
export async function verifyPlugin(options: VerifyPluginOptions): Promise<VerifyDocument> {
  const call = { name: 'verifyPlugin', entries: VERIFY_ENTRIES, watchers: new Watchers() };
  return runLibraryCall(options, call, async ({ cwd, judgeBy }) => {
    const { plugin, host, glibc, allow = [], strict = false } = options;
    const policy = choosePolicy({ allow: [...allow], strict });
    judgeBy(policy);
    const plugins = typeof plugin === 'string' ? [plugin] : plugin;
    const document = await (await verifyPlugins({ plugins, host, glibc, cwd, policy })).describe();
    const error = errorOfFindings(findingsOf(document), document);
    if (error !== undefined) throw error;
    return document;
  });
}

function findingsOf({ plugins, findings }: VerifyDocument): FindingDocument[] {
  const ofPlugins = plugins.flatMap(({ findings, prediction }) => prediction?.findings ?? findings);
  return [...ofPlugins, ...findings];
}
