import { existsSync, realpathSync, statSync } from 'node:fs';
import { shortPath } from './model/shortPath.js';
import { basename, join } from 'node:path';
import { describeCompilers } from './load/compiler.js';
import { findStateUses } from './load/stateUses.js';
import { FileDigests } from './load/fileDigests.js';
import { addShims } from './load/shims.js';
import { listSources } from './load/sources.js';
import { findSymbolReferences } from './load/symbolReferences.js';
import { loadBuild, type LoadBuildOptions } from './loadBuild.js';
import { digest } from './model/digest.js';
import { CannotDo, type Finding } from './model/finding.js';
import type { GoFlag } from './model/goFlags.js';
import type { Isolation } from './model/isolation.js';
import type { GoModule, GoSettings, ModuleGraph } from './model/moduleGraph.js';
import { NameMap } from './model/names.js';
import type { StateUses } from './model/registries.js';
import type { RenamePlan } from './model/renamePlan.js';
import type { SourceFile } from './model/sourceFile.js';
import { isolateRegistries, sharedNames, wantedNames } from './plan/isolateRegistries.js';
import { decidePackages, isolatedGroups, namePackages } from './plan/planRenames.js';
import { hashClosures } from './plan/closures.js';
import {
  digestUses,
  hashGroups,
  namesClosures,
  renderPrefix,
  shortHash,
  type GroupHashes,
  type HashInputs,
} from './plan/prefix.js';
import type { Stopwatch } from './report/stopwatch.js';
import type { KeptModules } from './model/sharing.js';
import { cached } from './write/cache.js';
import { choosePrefix } from './write/prefixRegistry.js';
import { mainPackage } from './write/moduleCopies.js';
import { startThreads } from './write/rewriteJobs.js';
import { findMarkedTree } from './write/treeWriter.js';

/** What load and plan have found out: all that the later stages read. */
export interface Prepared {
  settings: GoSettings;
  flags: GoFlag[];
  graph: ModuleGraph;
  /** The plugin's main module. */
  module: GoModule;
  plan: RenamePlan;
  names: NameMap;
  sources: SourceFile[];
  hashes: GroupHashes;
  /** Hex digest of each dependency, where each has a prefix of its own. */
  closures: Map<string, string> | undefined;
  /** What stays under its own path besides the standard library. */
  kept: KeptModules | undefined;
  /** What is to be said before anything is built. */
  findings: Finding[];
}

export interface PrepareOptions extends LoadBuildOptions {
  prefix: string;
  /** Absolute directory that the written tree is compiled in. */
  compiledIn: string;
  /** Give main a name of its own, so that editing it renames nothing else. */
  mainApart: boolean;
  isolation: Isolation;
  /** Make what own code registers private, too. */
  isolateOwn: boolean;
  /** Copy the plugin's main module whole. */
  wholeModule: boolean;
}

/** load -> plan -> names. @throws CannotDo. */
export async function prepare(options: PrepareOptions, stopwatch: Stopwatch): Promise<Prepared> {
  const dir = checkDirectory(options.dir, options.cwd);
  const {
    settings,
    flags,
    graph: loaded,
    shared,
    findings,
  } = await stopwatch.time('load', () => loadBuild({ ...options, dir }));
  const decided = decidePackages(
    loaded,
    options.isolation.has('c') ? isolatedGroups(options.buildMode, settings.goos) : new Set(),
    shared?.shares,
  );
  const { module } = mainPackage({ graph: loaded });
  const request = {
    wholeModules: new Set(options.wholeModule ? [module.path] : []),
    tests: options.tests,
  };
  const digests = new FileDigests(digestsFile(options, dir));
  const listed = stopwatch.timeSync('read', () => listSources(loaded, decided, request, digests));
  if (!options.readOnly) digests.save();
  const registries = stopwatch.timeSync('isolate', () => {
    return isolateRegistries(stateUses(loaded, listed, options), decided, options.isolateOwn);
  });
  const { graph, decisions: added } = addShims(loaded, registries.shims);
  const decisions = [...decided, ...added];
  const sources = [...listed, ...listSources(graph, added, request)];
  const needsCompiler = sources.some(({ kind }) => kind === 'cgo');
  const compiler = needsCompiler ? await describeCompilers(settings, dir) : undefined;
  return stopwatch.timeSync('plan', () => {
    const inputs = {
      graph,
      decisions,
      sources,
      registryUses: registries.uses,
      settings,
      flags,
      compiler,
      compiledIn: options.compiledIn,
      kept: shared?.kept.modules ?? [],
    };
    const hashes = hashGroups(inputs);
    // A tree of `rewrite` is for one plugin, and has one place for each module.
    const apart = options.mainApart && namesClosures(options.prefix);
    const closures = apart ? closureHashes(inputs, options) : undefined;
    const { prefix: template, workDir, readOnly } = options;
    const plugin = basename(graph.main);
    const dependency = choosePrefix({ workDir, template, hash: hashes.dependency, plugin, readOnly });
    // With --isolate-own no build shares its own packages with another; otherwise those that do not differ in them do.
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
      registries,
    );
    const names = new NameMap(plan);
    const kept = shared?.kept;
    return { settings, flags, graph, module, plan, names, sources, hashes, closures, kept, findings };
  });
}

/** A tree of `rewrite` is mostly written once: looking at all files for the next time would not pay. */
function digestsFile({ workDir, wholeModule }: PrepareOptions, dir: string): string | undefined {
  return wholeModule ? undefined : join(workDir, 'digests', `${digest(dir)}.json`);
}

/** Uses of registries; those of dependencies, which hardly ever change, are kept from build to build. */
function stateUses(graph: ModuleGraph, sources: readonly SourceFile[], options: PrepareOptions): StateUses {
  const { workDir, readOnly } = options;
  const names = [wantedNames(options.isolation), sharedNames()] as const;
  const ofDependencies = sources.filter(({ group }) => group === 'dependency');
  const key = digestUses(ofDependencies, names);
  const known = cached(join(workDir, 'uses', `${key}.json`), readOnly, () => {
    // What is new is going to be written.
    if (!readOnly) startThreads(ofDependencies.length);
    return findStateUses(graph, ofDependencies, ...names);
  });
  const ownSources = sources.filter(({ group }) => group !== 'dependency');
  const own = findStateUses(graph, ownSources, ...names);
  return {
    registryUses: [...known.registryUses, ...own.registryUses],
    sharedWrites: [...known.sharedWrites, ...own.sharedWrites],
  };
}

/** Each dependency's hash. What names what in linker symbols is kept from build to build. */
function closureHashes(inputs: HashInputs, { workDir, readOnly }: PrepareOptions): Map<string, string> {
  const sources = inputs.sources.filter(({ group }) => group === 'dependency');
  const file = join(workDir, 'uses', `${digestUses(sources, [])}.json`);
  return hashClosures({ ...inputs, references: cached(file, readOnly, () => findSymbolReferences(sources)) });
}

function prefixesOf(closures: Map<string, string>, template: string, plugin: string): Map<string, string> {
  return new Map(
    [...closures].map(([path, hash]) => [path, renderPrefix(template, { time: 0, hash, plugin })]),
  );
}

/** @returns the directory's real path; @throws CannotDo when it is none, or a tree that this tool has written. */
function checkDirectory(dir: string, cwd: string): string {
  const shown = shortPath(dir, cwd);
  if (!existsSync(dir))
    throw new CannotDo(`${shown}: no such directory`, "Name the directory of a plugin's main package.");
  if (!statSync(dir).isDirectory())
    throw new CannotDo(`${shown} is a file`, 'Name the directory that holds it.');
  const tree = findMarkedTree(dir);
  if (tree !== undefined) {
    throw new CannotDo(
      `${shown} is a renamed tree already`,
      'Name the directory that it was made from; a renamed tree is built with plain `go build -buildmode=plugin`.',
    );
  }
  return realpathSync(dir);
}
