import { join, relative, sep } from 'node:path';
import { FileReader } from '../base/fileReader.js';
import { copySource } from '../base/readSource.js';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import { copyDirectory, prefixOf } from '../names/nameMap.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { moduleFile, type Requirement } from '../gomod/moduleFile.js';
import { runRewriteJobs, type RewriteJob } from './rewriteJobs.js';
import type { TreeWriter } from './treeWriter.js';

/** A directory of the work tree and its original; for messages. Both absolute. */
export interface Relocation {
  dir: string;
  original: string;
}

/** One module in the work tree. */
export interface ModuleCopy {
  requirement: Requirement;
  relocation: Relocation;
}

/** The plan and files to write. */
export interface WriteContext {
  graph: ModuleGraph;
  plan: RenamePlan;
  sources: SourceFile[];
  /** Whether the tree is the user's, and exists as long as what is built from it. */
  lasting?: boolean;
}

/** The files of one group from one module under one prefix. */
interface ModulePart {
  group: SourceFile['group'];
  module: GoModule;
  prefix: string;
}

/** The copies of a group's modules, if those of each prefix are below `dirOf(prefix)`. */
export function describeCopies(
  context: WriteContext,
  group: 'dependency' | 'own',
  dirOf: (prefix: string) => string,
): ModuleCopy[] {
  return partsOfGroup(context, group).map(({ module, prefix }) => {
    const copy = join(dirOf(prefix), copyDirectory(module.path, module.version));
    return {
      requirement: { path: `${prefix}/${module.path}`, version: module.version, dir: copy },
      relocation: { dir: copy, original: module.dir },
    };
  });
}

/** The requirements of a root in `dir`; replacements are relative to it, since build info records them as written. */
export function requirementsFrom(dir: string, copies: readonly ModuleCopy[]): Requirement[] {
  return copies.map(({ requirement }) => {
    const path = relative(dir, requirement.dir).split(sep).join('/');
    return { ...requirement, dir: path.startsWith('../') ? path : `./${path}` };
  });
}

/**
 * Writes a group's modules, each with its go.mod, below `<tree>/<below>`.
 * @param only - write only the packages of this prefix; default: all.
 */
export function writeCopies(
  context: WriteContext,
  group: 'dependency' | 'own',
  writer: TreeWriter,
  { below = '', only }: { below?: string; only?: string } = {},
): void {
  const places = partsOfGroup(context, group)
    .filter(({ prefix }) => only === undefined || prefix === only)
    .map((part): SourcePlace => {
      return { ...part, root: slashJoin(below, copyDirectory(part.module.path, part.module.version)) };
    });
  for (const { prefix, module, root } of places) {
    writer.write(slashJoin(root, 'go.mod'), moduleFile(`${prefix}/${module.path}`, module.goVersion));
  }
  writeSources(context, places, writer);
}

/** The copy of the main package, a separate module, if it is below `dir`. */
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
 * Writes the main package as a separate module below `<tree>/<below>`. Its go.mod is next to it, at any depth in the
 * user's module, so that relative paths out of the package stay valid.
 */
export function writeMainCopy(context: WriteContext, writer: TreeWriter, below: string): void {
  const { main, module } = mainPackage(context);
  const root = slashJoin(below, copyDirectory(module.path, module.version));
  const packageDir = relative(module.dir, main.dir).split(sep).join('/');
  writer.write(slashJoin(root, packageDir, 'go.mod'), moduleFile(context.plan.main.to, module.goVersion));
  const prefix = context.plan.prefixes.own;
  writeSources(context, [{ group: 'main', module, prefix, root }], writer);
}

/** The directory for the files of a part. */
export interface SourcePlace extends ModulePart {
  /** Slash-separated path below the tree; empty for the tree itself. */
  root: string;
}

/**
 * Writes the files of all places, rewritten or copied.
 * @throws GoSyntaxError if a file is not valid Go; SourceChanged if a file was edited.
 */
export function writeSources(
  { sources, plan, lasting = false }: WriteContext,
  places: readonly SourcePlace[],
  writer: TreeWriter,
): void {
  const key = (group: string, module: string, prefix: string | undefined): string =>
    [group, module, prefix].join(' ');
  const placeOf = new Map(places.map((place) => [key(place.group, place.module.path, place.prefix), place]));
  // If a whole module is copied, all its packages have one prefix (plan/hashClosures.ts).
  const prefixOfModule = new Map(
    [...plan.packages.values()].map(({ group, module, importPath }) => [
      `${String(group)} ${String(module)}`,
      group && prefixOf(plan.prefixes, group, importPath),
    ]),
  );
  const jobs: RewriteJob[] = [];
  const reader = new FileReader();
  for (const file of sources) {
    const { group, module, importPath } = file;
    const prefix =
      importPath === undefined
        ? prefixOfModule.get(`${group} ${module}`)
        : prefixOf(plan.prefixes, group, importPath);
    const place = placeOf.get(key(group, module, prefix));
    if (place === undefined) continue;
    const path = slashJoin(place.root, file.relative);
    if (file.target !== undefined) writer.link(path, file.target);
    else if (file.kind === 'other') copySource(reader, file, () => writer.copy(path, file.path));
    else jobs.push({ file, module: place.module, target: writer.place(path), lasting });
  }
  runRewriteJobs(jobs, plan);
}

/** The parts of a group, one per module and prefix, in a fixed order. */
function partsOfGroup({ graph, plan }: WriteContext, group: SourceFile['group']): ModulePart[] {
  const parts = new Map<string, ModulePart>();
  for (const planned of plan.packages.values()) {
    const module = graph.modules.get(planned.module ?? '');
    if (planned.group !== group || module === undefined) continue;
    const prefix = prefixOf(plan.prefixes, group, planned.importPath);
    parts.set(`${module.path} ${prefix}`, { group, module, prefix });
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
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
