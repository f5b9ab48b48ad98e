import { alg, Graph } from '@dagrejs/graphlib';
import { dirname, join } from 'node:path';
import { digest } from '../base/digest.js';
import type { GoPackage } from '../model/moduleGraph.js';
import type { IsolatedUse } from '../model/globalState.js';
import type { PackageDecision } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { isInternal } from '../base/internal.js';
import { describeCompilation, describePackages, type HashInputs } from './prefix.js';

export interface ClosureInputs extends HashInputs {
  /** Pairs of import paths: a package, and one that it refers to by linker symbols. */
  references: readonly (readonly [user: string, named: string])[];
}

/**
 * A hex digest for each dependency, over its content and that of all its imports: a package keeps its digest if others
 * change. Packages share one digest if they cannot have different prefixes, or if one contains the prefix of the other.
 */
export function hashClosures(inputs: ClosureInputs): Map<string, string> {
  const graph = dependencyGraph(inputs);
  const contents = contentsOf(inputs);
  const compilation = digest(describeCompilation(inputs));
  const hashes = new Map<string, string>();
  // Tarjan's algorithm finds what is imported before its importers.
  for (const members of alg.tarjan(graph)) {
    const below = members.flatMap((path) => graph.successors(path) ?? []);
    // The members have no digest yet.
    const imported = new Set(below.flatMap((path) => hashes.get(path) ?? []));
    const parts = members.map((path) => contents.get(path)).filter((part) => part !== undefined);
    const own = describePackages(inputs, {
      decisions: parts.flatMap(({ decisions }) => decisions),
      sources: parts.flatMap(({ sources }) => sources),
      stateUses: parts.flatMap(({ stateUses }) => stateUses),
    });
    const hash = digest([compilation, own, [...imported].sort()]);
    for (const path of members) hashes.set(path, hash);
  }
  return hashes;
}

/** An edge goes from each dependency to those that its compiled form depends on; packages that must stay together form a cycle. */
function dependencyGraph(inputs: ClosureInputs): Graph {
  const graph = new Graph();
  const packages = dependencyPackages(inputs);
  for (const { importPath } of packages) graph.setNode(importPath);
  const link = (from: string, to: string): void => {
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to);
  };
  for (const { importPath, imports } of packages) {
    for (const imported of imports) {
      link(importPath, imported);
      // The `internal` rule compares path prefixes.
      if (isInternal(imported)) link(imported, importPath);
    }
  }
  for (const [user, named] of inputs.references) link(user, named);
  for (const together of [...shimUsers(inputs), ...sharedFiles(inputs)]) {
    together.forEach((path, index) => {
      link(path, together.at(index - 1) ?? path);
    });
  }
  return graph;
}

/** A shim belongs to all packages that use it: it must not contain what others, in another plugin, register. */
function shimUsers({ stateUses }: ClosureInputs): string[][] {
  return stateUses.map(({ user, shim }) => [user, shim]);
}

/** Packages that are compiled from the same files, or whose C code the linker treats as one. */
function* sharedFiles(inputs: ClosureInputs): Generator<string[], void, void> {
  const dependencies = dependencyPackages(inputs);
  const ofModule = (module: string | undefined): string[] =>
    dependencies.filter((pkg) => pkg.module === module).map(({ importPath }) => importPath);

  const withC = dependencies.filter(({ files }) => files.cgo.length > 0 || files.native.length > 0);
  yield withC.map(({ importPath }) => importPath);
  for (const module of new Set(withC.map((pkg) => pkg.module))) yield ofModule(module);
  // Assembly that includes headers from other directories of its module.
  for (const { kind, path, module, importPath } of inputs.sources) {
    const pkg = inputs.graph.packages.get(importPath ?? '');
    if (kind === 'assembly' && pkg !== undefined && dirname(path) !== pkg.dir) yield ofModule(module);
  }
  const usersOf = new Map<string, string[]>();
  for (const { importPath, dir, files } of dependencies) {
    for (const name of [...files.go, ...files.embed]) {
      const file = join(dir, name);
      usersOf.set(file, [...(usersOf.get(file) ?? []), importPath]);
    }
  }
  yield* [...usersOf.values()].filter((users) => users.length > 1);
}

function dependencyPackages({ graph, decisions }: HashInputs): GoPackage[] {
  return decisions
    .filter(({ group }) => group === 'dependency')
    .map(({ importPath }) => graph.packages.get(importPath))
    .filter((pkg) => pkg !== undefined);
}

interface Content {
  decisions: PackageDecision[];
  sources: SourceFile[];
  stateUses: IsolatedUse[];
}

/** The content of each dependency. Files that are copied because the whole module is count for one of its packages. */
function contentsOf(inputs: HashInputs): Map<string, Content> {
  const contents = new Map<string, Content>();
  const firstOf = new Map<string | undefined, string>();
  for (const decision of inputs.decisions) {
    if (decision.group !== 'dependency') continue;
    contents.set(decision.importPath, { decisions: [decision], sources: [], stateUses: [] });
    if (!firstOf.has(decision.module)) firstOf.set(decision.module, decision.importPath);
  }
  for (const file of inputs.sources) {
    if (file.group === 'dependency')
      contents.get(file.importPath ?? firstOf.get(file.module) ?? '')?.sources.push(file);
  }
  for (const use of inputs.stateUses) {
    if (use.group === 'dependency') contents.get(use.user)?.stateUses.push(use);
  }
  return contents;
}
