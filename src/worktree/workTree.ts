import { basename, join } from 'node:path';
import { digest } from '../base/digest.js';
import type { GodebugSetting, GoSettings } from '../model/moduleGraph.js';
import { prefixOf } from '../names/nameMap.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { shortHash } from '../names/prefixTemplate.js';
import type { GroupHashes } from '../plan/prefix.js';
import { rootGoVersion, rootModuleFile, sumEnvironment, workspaceFile } from '../gomod/moduleFile.js';
import type { KeptModules } from '../model/sharedPackages.js';
import { provideDependencyTree, type DependencyTree } from './dependencyTree.js';
import {
  directoryNamesFile,
  nameDirectories,
  rememberDirectoryNames,
  type DirectoryNames,
} from './directoryNames.js';
import {
  describeCopies,
  describeMainCopy,
  requirementsFrom,
  writeCopies,
  writeMainCopy,
  type ModuleCopy,
  type Relocation,
  type WriteContext,
} from './moduleCopies.js';
import { rememberPlaces } from './originalPlaces.js';
import { publishTree, type TreeWriter } from './treeWriter.js';

/** What `go build` needs to know of a finished work tree. */
export interface WorkTree {
  /** Absolute directory of the generated root module, in which the go command runs. */
  root: string;
  /** The directories of copies and their originals; for messages. */
  relocations: Relocation[];
  /** Variables and flags of the go command there. */
  moduleMode: ModuleMode;
  /** Names of the directories in source positions in a plain build. */
  directories: DirectoryNames;
}

/** How the go command finds the modules of a work tree. */
export interface ModuleMode {
  /** `-mod`. */
  mod: 'readonly' | 'mod';
  env: Record<string, string>;
}

/** Paths below the work directory; they do not change between builds, because compiled packages record them. */
export interface WorkTreePaths {
  /** Absolute directory of the plugin's own tree. */
  plugin: string;
  /** By prefix. */
  dependencies: Map<string, DependencyTree>;
  /** Absolute file with the directory names for `trace`. */
  names: string;
  /** Absolute file with the directories of the original sources for `paths`. */
  places: string;
}

/** The paths of a plan's trees. */
export function workTreePaths(
  { workDir, prefix }: { workDir: string; prefix: string },
  plan: RenamePlan,
  { hashes, closures }: { hashes: GroupHashes; closures: ReadonlyMap<string, string> | undefined },
): WorkTreePaths {
  const named = prefix.includes('{hash}') || closures !== undefined;
  const dependencies = new Map<string, DependencyTree>();
  for (const { importPath, group } of plan.packages.values()) {
    if (group !== 'dependency') continue;
    const name = prefixOf(plan.prefixes, group, importPath);
    const hash = closures?.get(importPath) ?? hashes.dependency;
    // Dependency sets have separate directories even if the prefix does not identify the set.
    const set = named ? name : `${name}-${shortHash(hash)}`;
    dependencies.set(name, { dir: join(workDir, 'modules', set), hash });
  }
  const name = pluginTreeName(plan.main);
  return {
    plugin: join(workDir, 'plugins', name),
    dependencies,
    names: directoryNamesFile(workDir, name),
    places: join(workDir, 'places', `${name}.json`),
  };
}

/**
 * The name of a plugin's tree: it depends on the import path, not on the directory, so that two checkouts of one plugin have
 * the same source positions.
 */
export function pluginTreeName({ from, files }: Pick<RenamePlan['main'], 'from' | 'files'>): string {
  return `${basename(from)}-${digest(files === undefined ? from : [from, files]).slice(0, 8)}`;
}

/**
 * Writes what does not exist yet. The caller holds the lock of the plugin's tree.
 * @throws UserError if a tree cannot be written; GoSyntaxError if a file is not valid Go; SourceChanged if one was edited.
 */
export async function writeWorkTree(
  context: WriteContext,
  { plugin, dependencies, names, places }: WorkTreePaths,
  root: RootSettings,
  report: (message: string) => void,
): Promise<WorkTree> {
  for (const [prefix, tree] of dependencies) {
    await provideDependencyTree(tree, report, (writer) => {
      writeCopies(context, 'dependency', writer, { only: prefix });
    });
  }
  const { copies, ...tree } = await writePluginTree(context, dependencies, plugin, root);
  const directories = nameDirectories(copies, context.plan.main.from, root.trimmed);
  rememberDirectoryNames(names, directories);
  rememberPlaces(places, context.plan.main.to, plugin, copies, root.trimmed);
  return { ...tree, directories };
}

interface RootSettings {
  settings: GoSettings;
  godebug: GodebugSetting[];
  kept: KeptModules | undefined;
  /** Whether -trimpath is on. */
  trimmed: boolean;
}

/**
 * Writes the plugin's tree: its modules, main as a separate module, and a generated root whose go line is the highest of
 * all, while each copy keeps its go line.
 */
async function writePluginTree(
  context: WriteContext,
  dependencies: WorkTreePaths['dependencies'],
  dir: string,
  root: RootSettings,
): Promise<Omit<WorkTree, 'directories'> & { copies: ModuleCopy[] }> {
  const copies = [
    ...describeCopies(context, 'dependency', (prefix) => dependencies.get(prefix)?.dir ?? ''),
    ...describeCopies(context, 'own', () => join(dir, 'own')),
    describeMainCopy(context, join(dir, 'main')),
  ];
  const { settings, godebug, kept } = root;
  // Since go1.17 copies need no requirements (lazy module loading).
  const goVersion = rootGoVersion(
    [...context.graph.modules.values(), ...(kept?.loaded ?? [])],
    settings,
    needsWorkspace(kept) ? '1.18' : '1.17',
  );
  const write = (writer: TreeWriter): void => {
    writeCopies(context, 'own', writer, { below: 'own' });
    writeMainCopy(context, writer, 'main');
    const requirements = requirementsFrom(dir, copies);
    writer.write(
      'go.mod',
      rootModuleFile({ path: ROOT_MODULE, goVersion, godebug, requirements, kept: kept?.modules ?? [] }),
    );
    if (kept !== undefined) writer.write('go.sum', kept.sums);
    if (needsWorkspace(kept)) {
      writer.write('go.work', workspaceFile({ goVersion, godebug, others: kept.mains, kept: kept.modules }));
    }
  };
  // Each build writes the tree again. To wait for the disk took 1 to 16 ms, before the go command starts.
  await publishTree(dir, { main: context.plan.main }, 'replace', write, { flush: false });
  return {
    root: dir,
    copies,
    relocations: copies.map(({ relocation }) => relocation),
    moduleMode: chooseModuleMode(dir, kept),
  };
}

const ROOT_MODULE = 'gorename-plugin/root';

/**
 * Copies need neither network nor sums. Kept modules come from the module cache: their go.mod files may require others, and
 * their content is checked with the host's sums if these are known. The host's main module has no version, so it becomes a
 * second main module: with -trimpath a replacement would record other source positions than a main module.
 */
function chooseModuleMode(dir: string, kept: KeptModules | undefined): ModuleMode {
  if (kept === undefined) return { mod: 'readonly', env: { GOWORK: 'off' } };
  const env = sumEnvironment(kept.modules, kept.sums);
  if (!needsWorkspace(kept)) return { mod: 'mod', env: { ...env, GOWORK: 'off' } };
  return { mod: 'readonly', env: { ...env, GOWORK: join(dir, 'go.work') } };
}

function needsWorkspace(kept: KeptModules | undefined): kept is KeptModules {
  return kept !== undefined && kept.mains.length > 0;
}
