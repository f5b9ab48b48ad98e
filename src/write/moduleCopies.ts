import { join, relative, sep } from 'node:path';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import { copyDirectory, prefixedPath } from '../model/names.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { moduleFile, type Requirement } from '../rewrite/goMod.js';
import { runRewriteJobs, type RewriteJob } from './rewriteJobs.js';
import type { TreeWriter } from './treeWriter.js';

/** A directory of the work tree and the original that it is a copy of; for messages. Both absolute. */
export interface Relocation {
  dir: string;
  original: string;
}

/** One module as it stands in the work tree. */
export interface ModuleCopy {
  requirement: Requirement;
  relocation: Relocation;
}

/** What is to be written. */
export interface WriteContext {
  graph: ModuleGraph;
  plan: RenamePlan;
  sources: SourceFile[];
}

/** The copies of a group's modules when they lie below `dir`. */
export function describeCopies(
  context: WriteContext,
  group: 'dependency' | 'own',
  dir: string,
): ModuleCopy[] {
  return modulesOfGroup(context, group).map((module) => {
    const copy = join(dir, copyDirectory(module.path, module.version));
    return {
      requirement: {
        path: prefixedPath(context.plan.prefixes, group, module.path),
        version: module.version,
        dir: copy,
      },
      relocation: { dir: copy, original: module.dir },
    };
  });
}

/** What a root in `dir` requires; replacements are relative to it, since build info records them as they are written. */
export function requirementsFrom(dir: string, copies: readonly ModuleCopy[]): Requirement[] {
  return copies.map(({ requirement }) => {
    const path = relative(dir, requirement.dir).split(sep).join('/');
    return { ...requirement, dir: path.startsWith('../') ? path : `./${path}` };
  });
}

/** Writes a group's modules, each with its go.mod, below `<tree>/<below>`. */
export async function writeCopies(
  context: WriteContext,
  group: 'dependency' | 'own',
  writer: TreeWriter,
  below = '',
): Promise<void> {
  const places = modulesOfGroup(context, group).map((module) => {
    return { group, module, root: slashJoin(below, copyDirectory(module.path, module.version)) };
  });
  for (const { module, root } of places) {
    const path = prefixedPath(context.plan.prefixes, group, module.path);
    writer.write(slashJoin(root, 'go.mod'), moduleFile(path, module.goVersion));
  }
  await writeSources(context, places, writer);
}

/** The copy of the main package, a module of its own, when it lies below `dir`. */
export function describeMainCopy(context: WriteContext, dir: string): ModuleCopy {
  const { main, module } = mainPackage(context);
  const root = join(dir, copyDirectory(module.path, module.version));
  return {
    requirement: {
      path: context.plan.main.to,
      version: undefined,
      dir: join(root, relative(module.dir, main.dir)),
    },
    relocation: { dir: root, original: module.dir },
  };
}

/**
 * Writes the main package as a module of its own below `<tree>/<below>`. Its go.mod lies beside it, wherever that is
 * in the user's module, so that relative paths out of the package stay valid.
 */
export async function writeMainCopy(context: WriteContext, writer: TreeWriter, below: string): Promise<void> {
  const { main, module } = mainPackage(context);
  const root = slashJoin(below, copyDirectory(module.path, module.version));
  const packageDir = relative(module.dir, main.dir).split(sep).join('/');
  writer.write(slashJoin(root, packageDir, 'go.mod'), moduleFile(context.plan.main.to, module.goVersion));
  await writeSources(context, [{ group: 'main', module, root }], writer);
}

/** Where the files that one group has of one module go. */
export interface SourcePlace {
  group: SourceFile['group'];
  module: GoModule;
  /** Slash-separated path below the tree; empty for the tree itself. */
  root: string;
}

/** Writes the files of the places, rewritten or copied. @throws GoSyntaxError. */
export async function writeSources(
  { sources, plan }: WriteContext,
  places: readonly SourcePlace[],
  writer: TreeWriter,
): Promise<void> {
  const placeOf = new Map(places.map((place) => [`${place.group} ${place.module.path}`, place]));
  const jobs: RewriteJob[] = [];
  for (const file of sources) {
    const place = placeOf.get(`${file.group} ${file.module}`);
    if (place === undefined) continue;
    const path = slashJoin(place.root, file.relative);
    if (file.kind === 'other') writer.copy(path, file.path);
    else jobs.push({ file, module: place.module, target: writer.place(path) });
  }
  await runRewriteJobs(jobs, plan);
}

/** The modules that have packages in a group, in a fixed order. */
export function modulesOfGroup({ graph, plan }: WriteContext, group: SourceFile['group']): GoModule[] {
  const paths = new Set<string | undefined>();
  for (const planned of plan.packages.values()) if (planned.group === group) paths.add(planned.module);
  return [...graph.modules.values()]
    .filter((module) => paths.has(module.path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The main package and its module. */
export function mainPackage({ graph }: { graph: ModuleGraph }): { main: GoPackage; module: GoModule } {
  const main = graph.packages.get(graph.main);
  const module = graph.modules.get(main?.module ?? '');
  if (main === undefined || module === undefined) throw new Error('the main package has no module');
  return { main, module };
}

function slashJoin(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
