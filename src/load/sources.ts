import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative as relativePath, resolve, sep } from 'node:path';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { Group, PackageDecision } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { FileDigests } from './fileDigests.js';
import { assemblyIncludes } from '../rewrite/assembly.js';
import { unconstrainedName } from '../rewrite/buildConstraints.js';
import { namesRunPath } from '../rewrite/cgo.js';

export interface SourceRequest {
  /** Modules to copy whole, ignored Go files included: the plugin's main module, for `rewrite`. */
  wholeModules: ReadonlySet<string>;
  /** Copy the tests of these modules, too. */
  tests: boolean;
}

/**
 * Lists and hashes every file that the renamed packages are compiled from.
 * Packages without cgo need only the files that the go command names (and what their assembly includes); C code may
 * reach anywhere in its module (`-I${SRCDIR}/../../src`, `#include "../x.h"`), so then the module is copied.
 * @param digests what is known of third parties' files; the user's own are read each time.
 * @throws the file system's errors.
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

/** A module's part in one group. */
interface ModuleShare {
  module: GoModule;
  group: Group;
}

/** Sources and headers that the C compiler may meet. */
const C_SOURCE = /\.(c|cc|cpp|cxx|m|mm|h|hh|hpp|hxx|inc|S)$/;

/** What the go command compiles of a package besides Go. */
const COMPILED = /\.(c|cc|cpp|cxx|m|f|F|for|f90|s|S|sx|swig|swigcxx|syso)$/;

class SourceLister {
  readonly #files = new Map<string, SourceFile>();
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
      // Names are relative paths without detours; join would look for some in each of thousands.
      for (const name of names) this.#add(dir + sep + name, kind, share, importPath);
    };
    add(files.cgo, 'cgo');
    add(files.go, 'go');
    if (whole) add(files.ignoredGo, 'go');
    if (tests) add(files.test, 'go');
    // With cgo, assembly is the C compiler's and names no Go package path.
    if (usesC) add([...files.asm, ...files.headers], 'other');
    else this.#addAssembly(pkg, share);
    add([...files.native, ...files.embed, ...(tests ? files.testEmbed : [])], 'other');
    if (whole || usesC) this.#wholeShares.set(`${group} ${module.path}`, share);
  }

  /** All files, those included that only lie in a module that has to be copied whole. */
  finish(): SourceFile[] {
    for (const share of this.#wholeShares.values()) {
      const tests = this.request.tests && this.request.wholeModules.has(share.module.path);
      for (const path of walkModule(share.module.dir, tests))
        if (!this.#isBesideNamed(path)) this.#add(path, 'other', share, undefined);
    }
    return [...this.#files.values()];
  }

  /** C and assembly beside files that were named: the go command compiles only what was named. */
  #isBesideNamed(path: string): boolean {
    const { main, mainFiles, packages } = this.graph;
    return mainFiles !== undefined && COMPILED.test(path) && dirname(path) === packages.get(main)?.dir;
  }

  /** Go assembly, the package's headers, and whatever they include from elsewhere in the module. */
  #addAssembly({ files, dir, importPath }: GoPackage, share: ModuleShare): void {
    const pending = [...files.asm, ...files.headers].map((name) => join(dir, name));
    const seen = new Set<string>();
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      this.#add(path, 'assembly', share, importPath);
      for (const include of assemblyIncludes(readFileSync(path))) {
        // Always seen from the package's directory; what is not there is GOROOT's textflag.h and the like.
        const found = resolve(dir, include);
        if (isInside(found, share.module.dir) && existsSync(found)) pending.push(found);
      }
    }
  }

  /** The first listing of a file knows it best: packages come before modules, cgo files before Go files. */
  #add(
    path: string,
    kind: SourceFile['kind'],
    { module, group }: ModuleShare,
    importPath: string | undefined,
  ): void {
    const key = `${group} ${path}`;
    if (this.#files.has(key)) return;
    if (importPath === undefined && isGoOutput(this.digests.read(path))) return;
    const { main, mainFiles } = this.graph;
    const named = mainFiles !== undefined && importPath === main && kind !== 'other';
    const relative = slashPath(module.dir, path);
    const sha256 = module.local ? hash('sha256', this.digests.read(path)) : this.digests.digest(path);
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
      ...(kind === 'cgo' && namesRunPath(this.digests.read(path)) ? { namesPlace: true } : {}),
    });
  }
}

/** The slash-separated path of a file below a directory. */
function slashPath(dir: string, path: string): string {
  const below = isInside(path, dir) ? path.slice(dir.length + 1) : relativePath(dir, path);
  return sep === '/' ? below : below.replaceAll(sep, '/');
}

function isInside(path: string, dir: string): boolean {
  return path.startsWith(dir + sep);
}

const SKIPPED_DIRS = new Set(['.git', '.hg', '.svn', '.bzr', 'node_modules']);

/**
 * Every non-Go file of a module, through symbolic links, without nested modules, version control and vendor
 * directories; without default.pgo, which would make plain `go build` recompile the standard library. `tests` adds
 * the Go files below testdata directories, which no package holds.
 */
function walkModule(root: string, tests: boolean): string[] {
  const found: string[] = [];
  // A link may give a directory a second name, but not lead back into itself.
  const walk = (dir: string, inTestdata: boolean, above: readonly string[]): void => {
    const real = realpathSync(dir);
    if (above.includes(real)) return;
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      const target = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      if (target?.isDirectory() === true) {
        const skipped =
          SKIPPED_DIRS.has(entry.name) ||
          (entry.name === 'vendor' && dir === root) ||
          (!inTestdata && existsSync(join(path, 'go.mod')));
        if (!skipped) walk(path, inTestdata || entry.name === 'testdata', [...above, real]);
      } else if (target?.isFile() === true) {
        const go = entry.name.endsWith('.go');
        const moduleFile = dir === root && /^go\.(mod|sum|work|work\.sum)$/.test(entry.name);
        if (!moduleFile && entry.name !== 'default.pgo' && (go ? tests && inTestdata : true))
          found.push(path);
      }
    }
  };
  walk(root, false, []);
  return found;
}

/**
 * Tells what go build has written by how it begins: an ELF file with Go's build id note, an archive with Go's object
 * in it, a header for a C library. Somebody's -o may lie in the module; were it a source, each build would change the
 * next.
 */
function isGoOutput(content: Buffer): boolean {
  const start = content.toString('latin1', 0, 65_536);
  return (
    (start.startsWith('\x7fELF') && start.includes('\x04\0\0\0Go\0\0')) ||
    (start.startsWith('!<arch>\n') && start.includes('go.o/ ')) ||
    start.startsWith('/* Code generated by cmd/cgo; DO NOT EDIT')
  );
}
