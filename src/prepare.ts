import { existsSync, realpathSync, statSync } from 'node:fs';
import { shortPath } from './model/shortPath.js';
import { basename } from 'node:path';
import { whyNoBuildMode } from './load/buildMode.js';
import { describeCompilers } from './load/compiler.js';
import { explainGoFailure } from './load/goFailure.js';
import { loadModuleGraph } from './load/moduleGraph.js';
import { findStateUses } from './load/stateUses.js';
import { loadGoSettings } from './load/settings.js';
import { addShims } from './load/shims.js';
import { listSources } from './load/sources.js';
import { guardUserFiles } from './load/userFiles.js';
import { CannotDo } from './model/finding.js';
import { parseGoFlags, parseGoflagsVariable, type GoFlag } from './model/goFlags.js';
import type { Isolation } from './model/isolation.js';
import type { GoModule, GoSettings, ModuleGraph } from './model/moduleGraph.js';
import { NameMap } from './model/names.js';
import type { LoadOptions } from './model/options.js';
import type { RenamePlan } from './model/renamePlan.js';
import type { SourceFile } from './model/sourceFile.js';
import { isolateRegistries, sharedNames, wantedNames } from './plan/isolateRegistries.js';
import { decidePackages, isolatedGroups, namePackages } from './plan/planRenames.js';
import { hashGroups, shortHash, type GroupHashes } from './plan/prefix.js';
import type { Stopwatch } from './report/stopwatch.js';
import { choosePrefix } from './write/prefixRegistry.js';
import { mainPackage } from './write/moduleCopies.js';
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
}

export interface PrepareOptions extends LoadOptions {
  dir: string;
  prefix: string;
  workDir: string;
  /** Absolute directory for temporary files. */
  tempDir: string;
  /** Absolute directory that the written tree is compiled in. */
  compiledIn: string;
  /** Record nothing in the work directory. */
  readOnly: boolean;
  /** Give main a name of its own, so that editing it renames nothing else. */
  mainApart: boolean;
  /** Load the plugin's own modules whole, with their tests. */
  tests: boolean;
  isolation: Isolation;
  /** Make what own code registers private, too. */
  isolateOwn: boolean;
  /** Copy the plugin's main module whole. */
  wholeModule: boolean;
}

/** load -> plan -> names. @throws CannotDo. */
export async function prepare(options: PrepareOptions, stopwatch: Stopwatch): Promise<Prepared> {
  const dir = checkDirectory(options.dir, options.cwd);
  const { settings, flags, graph: loaded } = await stopwatch.time('load', () => load(options, dir));
  const decided = decidePackages(
    loaded,
    options.isolation.has('c') ? isolatedGroups(options.buildMode, settings.goos) : new Set(),
  );
  const { module } = mainPackage({ graph: loaded });
  const request = {
    wholeModules: new Set(options.wholeModule ? [module.path] : []),
    tests: options.tests,
  };
  const listed = stopwatch.timeSync('read', () => listSources(loaded, decided, request));
  const registries = stopwatch.timeSync('isolate', () => {
    const uses = findStateUses(loaded, listed, wantedNames(options.isolation), sharedNames());
    return isolateRegistries(uses, decided, options.isolateOwn);
  });
  const { graph, decisions: added } = addShims(loaded, registries.shims);
  const decisions = [...decided, ...added];
  const sources = [...listed, ...listSources(graph, added, request)];
  const needsCompiler = sources.some(({ kind }) => kind === 'cgo');
  const compiler = needsCompiler ? await describeCompilers(settings, dir) : undefined;
  return stopwatch.timeSync('plan', () => {
    const hashes = hashGroups({
      graph,
      decisions,
      sources,
      registryUses: registries.uses,
      settings,
      flags,
      compiler,
      compiledIn: options.compiledIn,
    });
    const dependency = choosePrefix({
      workDir: options.workDir,
      template: options.prefix,
      hash: hashes.dependency,
      plugin: basename(graph.main),
      readOnly: options.readOnly,
    });
    // With --isolate-own no build shares its own packages with another; otherwise those that do not differ in them do.
    const sharesOwn = options.mainApart && !options.isolateOwn;
    const plan = namePackages(
      graph.main,
      decisions,
      {
        dependency,
        own: `${dependency}_${shortHash(sharesOwn ? hashes.own : hashes.main)}`,
        mainElement: options.mainApart ? `m_${shortHash(hashes.main)}` : undefined,
      },
      registries,
    );
    return { settings, flags, graph, module, plan, names: new NameMap(plan), sources, hashes };
  });
}

async function load(
  options: PrepareOptions,
  dir: string,
): Promise<{ settings: GoSettings; flags: GoFlag[]; graph: ModuleGraph }> {
  const commandLine = parseGoFlags(options.goFlags);
  const settings = await loadGoSettings(dir, options.cwd);
  const flags = [...parseGoflagsVariable(settings.goflags), ...commandLine];
  if (settings.env['GO111MODULE'] === 'off') {
    throw new CannotDo('modules are off (GO111MODULE=off)', 'Unset it, also with `go env -u GO111MODULE`.');
  }
  if (settings.goMod === undefined) {
    throw new CannotDo(
      `${shortPath(dir, options.cwd)} is not in a Go module: no go.mod there or in a directory above`,
      'Run `go mod init example.com/name` in it, then `go mod tidy`.',
    );
  }
  if (options.buildMode !== 'exe' && !settings.cgoEnabled) {
    // Where the target has no plugins at all, cgo would not help.
    const reason = await whyNoBuildMode(settings, options.buildMode);
    throw reason === undefined
      ? cgoNeeded(options.buildMode, settings)
      : explainGoFailure(reason, { goCwd: dir });
  }
  const guarded = await guardUserFiles(settings, flags, options.cwd, options.tempDir);
  guarded.flags.push(`-buildmode=${options.buildMode}`);
  const graph = await loadModuleGraph(settings, guarded, { dir, cwd: options.cwd, tests: options.tests });
  return { settings, flags, graph };
}

function cgoNeeded(buildMode: string, settings: GoSettings): CannotDo {
  const compiler = settings.env['CC'] ?? 'gcc';
  return new CannotDo(
    `-buildmode=${buildMode} needs cgo, which is off (CGO_ENABLED=0)`,
    process.env['CGO_ENABLED'] === '0'
      ? 'Unset CGO_ENABLED, or set it to 1.'
      : `Go turns it off when the C compiler (${compiler}) is missing or the target is another system: install the ` +
          'compiler (Debian: `apt-get install gcc`), or set CC to one for the target and CGO_ENABLED=1.',
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
