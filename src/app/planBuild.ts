import { basename, join } from 'node:path';
import { describeCompilers } from '../golist/compilers.js';
import { FileDigests } from '../store/fileDigests.js';
import { addShims } from '../golist/addShims.js';
import { listSources } from '../golist/listSources.js';
import { findStateUses, stateUsesSchema } from '../analyze/stateUses.js';
import { findSymbolReferences, symbolReferencesSchema } from '../analyze/symbolReferences.js';
import type { LoadBuildOptions, LoadedBuild } from './loadBuild.js';
import { digest } from '../base/digest.js';
import type { Finding } from '../findings/finding.js';
import type { Isolation } from '../model/isolation.js';
import type { GoModule, ModuleGraph } from '../model/moduleGraph.js';
import { NameMap } from '../names/nameMap.js';
import type { StateUses } from '../model/globalState.js';
import type { SourceFile } from '../model/sourceFile.js';
import { isolateGlobalState, sharedNames, wantedNames } from '../plan/isolateGlobalState.js';
import { decidePackages, isolatedGroups, namePackages } from '../plan/decidePackages.js';
import { hashClosures } from '../plan/hashClosures.js';
import { namesClosures, renderPrefix, shortHash } from '../names/prefixTemplate.js';
import { digestUses, hashGroups } from '../plan/prefix.js';
import type { Stopwatch } from '../report/stopwatch.js';
import { cached } from '../store/records.js';
import { mainPackage } from '../worktree/moduleCopies.js';
import { choosePrefix } from '../store/choosePrefix.js';
import type { Prepared } from '../plan/prepared.js';

export interface PlanOptions extends LoadBuildOptions {
  prefix: string;
  /** Absolute directory in which the written tree is compiled. */
  compiledIn: string;
  /** Give main a separate name, so that editing main renames nothing else. */
  mainApart: boolean;
  isolation: Isolation;
  /** Also make registrations of the plugin's own code private. */
  isolateOwn: boolean;
  /** Copy the whole main module of the plugin. */
  wholeModule: boolean;
}

/**
 * Answers of the go command → plan and names.
 * @param options - `dir`: a real path.
 * @throws UserError
 */
export async function planBuild(
  { settings, flags, graph: loaded, shared, findings, taken }: LoadedBuild,
  options: PlanOptions,
  stopwatch: Stopwatch,
): Promise<Prepared> {
  const { dir } = options;
  const decided = decidePackages(
    loaded,
    options.isolation.has('c') ? isolatedGroups(options.buildMode, settings.goos) : new Set(),
    shared?.shares,
  );
  const { module } = mainPackage({ graph: loaded });
  const leftOut = new Map<string, string[]>();
  const request = {
    wholeModules: new Set(options.wholeModule ? [module.path] : []),
    tests: options.tests,
    leftOut: ({ path }: GoModule, link: string): void => {
      leftOut.set(path, [...(leftOut.get(path) ?? []), link]);
    },
  };
  const digests = new FileDigests(digestsFile(options, dir), options.fresh);
  const listed = stopwatch.timeSync('read', () => listSources(loaded, decided, request, digests));
  if (!options.readOnly) digests.save();
  const globalState = stopwatch.timeSync('isolate', () => {
    return isolateGlobalState(stateUses(loaded, listed, options), decided, options.isolateOwn);
  });
  const { graph, decisions: added } = addShims(loaded, globalState.shims, options.tempDir);
  const decisions = [...decided, ...added];
  const sources = [...listed, ...listSources(graph, added, request)];
  const needsCompiler = sources.some(({ kind }) => kind === 'cgo');
  const compiler = needsCompiler ? await describeCompilers(settings, dir) : undefined;
  // A tree of `rewrite` is for one plugin, and has one directory for each module.
  const apart = options.mainApart && namesClosures(options.prefix);
  return stopwatch.timeSync('plan', () => {
    const inputs = {
      graph,
      decisions,
      sources,
      stateUses: globalState.uses,
      settings,
      flags,
      compiler,
      compiledIn: options.compiledIn,
      kept: shared?.kept.modules ?? [],
    };
    const hashes = hashGroups(inputs);
    const closures = apart
      ? hashClosures({ ...inputs, references: symbolReferences(sources, options) })
      : undefined;
    const { prefix: template, workDir, readOnly } = options;
    const plugin = basename(graph.main);
    const dependency = choosePrefix({ workDir, template, hash: hashes.dependency, plugin, readOnly });
    // With --isolate-own, builds never share the plugin's own packages; without it, they share equal ones.
    const sharesOwn = options.mainApart && !options.isolateOwn;
    const plan = namePackages(
      graph.main,
      decisions,
      {
        dependency,
        closures: closures && prefixesOf(closures, template, plugin),
        own: `${dependency}_${shortHash(sharesOwn ? hashes.own : hashes.main)}`,
        mainElement: options.mainApart ? `m_${shortHash(hashes.main)}` : undefined,
      },
      globalState,
    );
    if (graph.mainFiles !== undefined) plan.main.files = graph.mainFiles;
    const names = new NameMap(plan);
    const { kept, roots = [], exposed, consulted } = shared ?? {};
    return {
      settings,
      flags,
      graph,
      module,
      plan,
      names,
      sources,
      hashes,
      closures,
      kept,
      roots,
      exposed,
      consulted,
      findings: [...findings, ...linkFindings(leftOut)],
      taken,
    };
  });
}

/**
 * @param leftOut - by module, each link once for each group that has packages of the module.
 */
function linkFindings(leftOut: ReadonlyMap<string, string[]>): Finding[] {
  return [...leftOut].map(([module, links]) => {
    return { kind: 'links-left-out', module, links: [...new Set(links)].sort() };
  });
}

/** A tree of `rewrite` is mostly written once, so recording all files for the next time would not pay off. */
function digestsFile({ workDir, wholeModule }: PlanOptions, dir: string): string | undefined {
  return wholeModule ? undefined : join(workDir, 'digests', `${digest(dir)}.json`);
}

/** Uses of global state; those of dependencies rarely change, and are kept between builds. */
function stateUses(graph: ModuleGraph, sources: readonly SourceFile[], options: PlanOptions): StateUses {
  const { workDir, readOnly } = options;
  const names = [wantedNames(options.isolation), sharedNames()] as const;
  const ofDependencies = sources.filter(({ group }) => group === 'dependency');
  const key = digestUses(ofDependencies, names);
  const known = cached(join(workDir, 'uses', `${key}.json`), stateUsesSchema, readOnly, () =>
    findStateUses(graph, ofDependencies, ...names),
  );
  const ownSources = sources.filter(({ group }) => group !== 'dependency');
  const own = findStateUses(graph, ownSources, ...names);
  return {
    uses: [...known.uses, ...own.uses],
    sharedWrites: [...known.sharedWrites, ...own.sharedWrites],
  };
}

/** Which dependencies reference which others in linker symbols; kept between builds. */
function symbolReferences(
  sources: readonly SourceFile[],
  { workDir, readOnly }: PlanOptions,
): ReturnType<typeof findSymbolReferences> {
  const ofDependencies = sources.filter(({ group }) => group === 'dependency');
  const file = join(workDir, 'uses', `${digestUses(ofDependencies, [])}.json`);
  return cached(file, symbolReferencesSchema, readOnly, () => findSymbolReferences(ofDependencies));
}

function prefixesOf(closures: Map<string, string>, template: string, plugin: string): Map<string, string> {
  return new Map(
    [...closures].map(([path, hash]) => [path, renderPrefix(template, { time: 0, hash, plugin })]),
  );
}
