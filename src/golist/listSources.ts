import { hash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative as relativePath, resolve, sep } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import { diskPath, nameFromBytes } from '../base/diskPath.js';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { Group, PackageDecision } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { FileDigests } from '../store/fileDigests.js';
import { walkModule } from './moduleFiles.js';
import { unlessGone } from '../base/readSource.js';
import { assemblyIncludes } from '../rewrite/assembly.js';
import { unconstrainedName } from '../rewrite/buildConstraints.js';
import { namesRunPath } from '../rewrite/cgo.js';

export interface SourceRequest {
  /** Modules to copy completely, ignored Go files included: the plugin's main module, for `rewrite`. */
  wholeModules: ReadonlySet<string>;
  /** Copy the tests of these modules, too. */
  tests: boolean;
  /**
   * Called with each symbolic link that points out of its module, and is not copied.
   * @param path - absolute.
   */
  leftOut?: (module: GoModule, path: string) => void;
}

/**
 * Lists and hashes every file that the renamed packages are compiled from. Packages without cgo need only the files that
 * the go command lists (and what their assembly includes). C code may refer to any file of its module
 * (`-I${SRCDIR}/../../src`, `#include "../x.h"`), so the whole module is copied for it.
 * @param digests - known digests of third-party files; the user's files are read each time.
 * @throws SourceChanged if a file was edited; file system errors.
 */
export function listSources(
  graph: ModuleGraph,
  decisions: PackageDecision[],
  request: SourceRequest,
  digests = new FileDigests(undefined),
): SourceFile[] {
  const lister = new SourceLister(request, digests, graph);
  for (const { importPath, module: path, group } of decisions) {
    const pkg = graph.packages.get(importPath);
    const module = graph.modules.get(path ?? '');
    if (pkg !== undefined && module !== undefined && group !== undefined)
      lister.addPackage(pkg, module, group);
  }
  return lister.finish();
}

/** The part of a module in one group. */
interface ModuleShare {
  module: GoModule;
  group: Group;
}

/** Sources and headers that the C compiler may read. */
const C_SOURCE = /\.(c|cc|cpp|cxx|m|mm|h|hh|hpp|hxx|inc|S)$/;

/** The files of a package besides Go that the go command compiles. */
const COMPILED = /\.(c|cc|cpp|cxx|m|f|F|for|f90|s|S|sx|swig|swigcxx|syso)$/;

class SourceLister {
  readonly #files = new Map<string, SourceFile>();
  readonly #linkedHeaders = new Map<string, { target: string; sha256: string }>();
  readonly #wholeShares = new Map<string, ModuleShare>();
  constructor(
    readonly request: SourceRequest,
    readonly digests: FileDigests,
    readonly graph: ModuleGraph,
  ) {}

  addPackage(pkg: GoPackage, module: GoModule, group: Group): void {
    const { files, dir, importPath } = pkg;
    const share = { module, group };
    const whole = this.request.wholeModules.has(module.path);
    const tests = whole && this.request.tests;
    const usesC = files.cgo.length > 0;
    const add = (names: string[], kind: SourceFile['kind']): void => {
      // Names are relative paths without `..`; join would normalize each of thousands.
      for (const name of names) this.#add(dir + sep + name, kind, share, importPath);
    };
    add(files.cgo, 'cgo');
    add(files.go, 'go');
    if (whole) add(files.ignoredGo, 'go');
    if (tests) add(files.test, 'go');
    // Only Go's assembler needs headers that are rewritten.
    if (usesC || files.asm.length === 0) this.#addLinkedHeaders(pkg, share);
    // With cgo, the C compiler compiles assembly, which cannot contain Go package paths.
    if (usesC) add([...files.asm, ...files.headers], 'other');
    else this.#addAssembly(pkg, share);
    add([...files.native, ...files.embed, ...(tests ? files.testEmbed : [])], 'other');
    if (whole || usesC) this.#wholeShares.set(`${group} ${module.path}`, share);
  }

  /** All files, including those that are there only because the whole module is copied. */
  finish(): SourceFile[] {
    for (const share of this.#wholeShares.values()) {
      const tests = this.request.tests && this.request.wholeModules.has(share.module.path);
      const { files, links, leftOut } = walkModule(share.module.dir, tests);
      for (const { path, place } of files) {
        if (!this.#isBesideNamed(path)) this.#add(path, 'other', share, undefined, { place });
      }
      for (const { path, target } of links) {
        this.#addLink(path, { target, sha256: hash('sha256', target) }, share);
      }
      for (const path of leftOut) {
        // Another package of the module lists it.
        const header = this.#linkedHeaders.get(path);
        if (header === undefined) this.request.leftOut?.(share.module, path);
        else this.#addLink(path, header, share);
      }
    }
    return [...this.#files.values()];
  }

  /** C and assembly next to files that were named: the go command compiles only the named files. */
  #isBesideNamed(path: string): boolean {
    const { main, mainFiles, packages } = this.graph;
    return mainFiles !== undefined && COMPILED.test(path) && dirname(path) === packages.get(main)?.dir;
  }

  /** Go assembly, the package's headers, and what they include from other directories of the module. */
  #addAssembly({ files, dir, importPath }: GoPackage, share: ModuleShare): void {
    const pending = [...files.asm, ...files.headers].map((name) => join(dir, name));
    const seen = new Set<string>();
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      // One reading gives both its includes and its hash.
      const content = unlessGone(path, () => readFileSync(diskPath(path)));
      this.#add(path, 'assembly', share, importPath, { content });
      for (const include of assemblyIncludes(content)) {
        // Always relative to the package's directory; a missing file is in GOROOT, such as textflag.h.
        const found = resolve(dir, include);
        if (isWithin(found, share.module.dir) && existsSync(diskPath(found))) pending.push(found);
      }
    }
  }

  /**
   * Headers that are links out of the module: go reads their targets, and so does the copy. Other files that are linked
   * from there may not be headers, so their content is hashed but not copied.
   */
  #addLinkedHeaders({ files, dir, importPath }: GoPackage, share: ModuleShare): void {
    for (const path of files.headers.map((name) => join(dir, name))) {
      if (!lstatSync(diskPath(path)).isSymbolicLink()) continue;
      const target = nameFromBytes(realpathSync(diskPath(path), 'buffer'));
      if (isWithin(target, realpathSync(share.module.dir))) continue;
      const link = { target, sha256: hash('sha256', `${target}\0${this.digests.digest(path)}`) };
      this.#linkedHeaders.set(path, link);
      this.#addLink(path, link, share, importPath);
    }
  }

  #addLink(
    path: string,
    link: { target: string; sha256: string },
    { module, group }: ModuleShare,
    importPath?: string,
  ): void {
    const key = `${group} ${path}`;
    if (this.#files.has(key)) return;
    const place = { path, relative: slashPath(module.dir, path), module: module.path };
    this.#files.set(key, { ...place, ...link, group, importPath, kind: 'link' });
  }

  /** The first listing of a file has the most information: packages come before modules, cgo files before Go files. */
  #add(
    path: string,
    kind: SourceFile['kind'],
    { module, group }: ModuleShare,
    importPath: string | undefined,
    { place = path, content }: { place?: string; content?: Buffer } = {},
  ): void {
    const key = `${group} ${place}`;
    if (this.#files.has(key)) return;
    // A file that no package lists may not be a source: it is not read through a link that has replaced it.
    const throughLinks = importPath !== undefined;
    const read = (): Buffer => unlessGone(path, () => this.digests.read(path, throughLinks));
    const known = content ?? (module.local ? read() : undefined);
    if (importPath === undefined && isGoOutput(known ?? read())) return;
    const sha256 =
      known === undefined ? unlessGone(path, () => this.digests.digest(path)) : hash('sha256', known);
    const { main, mainFiles } = this.graph;
    const named = mainFiles !== undefined && importPath === main && kind !== 'other';
    const relative = slashPath(module.dir, place);
    this.#files.set(key, {
      path,
      relative: named
        ? posix.join(posix.dirname(relative), unconstrainedName(basename(path), mainFiles))
        : relative,
      module: module.path,
      group,
      importPath,
      kind: kind === 'other' && module.local && C_SOURCE.test(path) ? 'c' : kind,
      sha256,
      ...(named ? { named } : {}),
      ...(kind === 'cgo' && namesRunPath(known ?? read()) ? { namesPlace: true } : {}),
    });
  }
}

/** The slash-separated path of a file in a directory. */
function slashPath(dir: string, path: string): string {
  // Most are: what relative finds, without its cost.
  const below = path.startsWith(dir + sep) ? path.slice(dir.length + 1) : relativePath(dir, path);
  return sep === '/' ? below : below.replaceAll(sep, '/');
}

/**
 * Recognizes what go build has written by its first bytes: an ELF file with Go's build ID note, an archive with a Go
 * object, a header for a C library. A user's -o may be in the module; if that counted as a source, each build would
 * change the next.
 */
function isGoOutput(content: Buffer): boolean {
  const start = content.toString('latin1', 0, 65_536);
  return (
    (start.startsWith('\x7fELF') && start.includes('\x04\0\0\0Go\0\0')) ||
    (start.startsWith('!<arch>\n') && start.includes('go.o/ ')) ||
    start.startsWith('/* Code generated by cmd/cgo; DO NOT EDIT')
  );
}
