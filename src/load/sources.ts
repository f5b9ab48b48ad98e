import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { PackageDecision } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { assemblyIncludes } from '../rewrite/assembly.js';

export interface SourceRequest {
  /** Modules to copy whole, with test files and ignored Go files: the plugin's own, for `rewrite`. */
  wholeModules: ReadonlySet<string>;
}

/**
 * Lists and hashes every file that the renamed packages are compiled from.
 * Packages without cgo need only the files that the go command names (and what their assembly includes); C code may
 * reach anywhere in its module (`-I${SRCDIR}/../../src`, `#include "../x.h"`), so then the module is copied.
 * @throws the file system's errors.
 */
export function listSources(graph: ModuleGraph, decisions: PackageDecision[], request: SourceRequest): SourceFile[] {
  const files = new Map<string, SourceFile>();
  for (const decision of decisions) {
    const pkg = graph.packages.get(decision.importPath);
    const module = graph.modules.get(decision.module ?? '');
    if (pkg === undefined || module === undefined || decision.group === undefined) continue;
    const lister = new PackageLister(pkg, module, decision.group, request.wholeModules.has(module.path));
    for (const file of lister.list()) {
      // Whole-module copies meet the same file from several packages; a package's own listing knows it better.
      const key = `${file.group}\0${file.path}`;
      if (files.get(key)?.importPath === undefined) files.set(key, file);
    }
  }
  return [...files.values()];
}

class PackageLister {
  readonly #files: SourceFile[] = [];

  constructor(
    readonly pkg: GoPackage,
    readonly module: GoModule,
    readonly group: SourceFile['group'],
    readonly whole: boolean,
  ) {}

  list(): SourceFile[] {
    const { files } = this.pkg;
    const cgo = new Set(files.cgo);
    for (const name of this.whole ? [...files.go, ...files.ignoredGo, ...files.test] : files.go) {
      this.#add(join(this.pkg.dir, name), cgo.has(name) ? 'cgo' : 'go');
    }
    // With cgo, assembly is the C compiler's and names no Go package path.
    if (cgo.size === 0) this.#addAssembly();
    const plain = [...files.native, ...files.embed, ...(this.whole ? files.testEmbed : [])];
    for (const name of cgo.size === 0 ? plain : [...plain, ...files.asm, ...files.headers]) {
      this.#add(join(this.pkg.dir, name), 'other');
    }
    if (this.whole || cgo.size > 0) {
      for (const path of walkModule(this.module.dir, this.whole)) this.#add(path, 'other', undefined);
    }
    return this.#files;
  }

  /** Go assembly, the package's headers, and whatever they include from elsewhere in the module. */
  #addAssembly(): void {
    const pending = [...this.pkg.files.asm, ...this.pkg.files.headers].map((name) => join(this.pkg.dir, name));
    const seen = new Set<string>();
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const source = this.#add(path, 'assembly');
      for (const include of assemblyIncludes(source)) {
        // Go's assembler looks beside the package first; what is not there is GOROOT's textflag.h and the like.
        const candidates = [resolve(this.pkg.dir, include), resolve(dirname(path), include)];
        const found = candidates.find((candidate) => isInside(candidate, this.module.dir) && existsSync(candidate));
        if (found !== undefined) pending.push(found);
      }
    }
  }

  #add(path: string, kind: SourceFile['kind'], importPath: string | undefined = this.pkg.importPath): Buffer {
    const content = readFileSync(path);
    this.#files.push({
      path,
      relative: relative(this.module.dir, path).split(sep).join('/'),
      module: this.module.path,
      group: this.group,
      importPath,
      kind,
      sha256: hash('sha256', content),
    });
    return content;
  }
}

function isInside(path: string, dir: string): boolean {
  return path.startsWith(dir + sep);
}

const SKIPPED_DIRS = new Set(['.git', '.hg', '.svn', '.bzr', 'node_modules']);

/**
 * Every non-Go file of a module, through symbolic links, without nested modules, version control and vendor
 * directories. `testdata` adds the Go files below testdata directories, which no package holds.
 */
function walkModule(root: string, testdata: boolean): string[] {
  const found: string[] = [];
  const visited = new Set<string>();
  const walk = (dir: string, inTestdata: boolean): void => {
    const real = realpathSync(dir);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      const target = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      if (target?.isDirectory() === true) {
        const skipped =
          SKIPPED_DIRS.has(entry.name) ||
          (entry.name === 'vendor' && dir === root) ||
          (!inTestdata && existsSync(join(path, 'go.mod')));
        if (!skipped) walk(path, inTestdata || entry.name === 'testdata');
      } else if (target?.isFile() === true) {
        const go = entry.name.endsWith('.go');
        const moduleFile = dir === root && /^go\.(mod|sum|work|work\.sum)$/.test(entry.name);
        if (!moduleFile && (go ? testdata && inTestdata : true)) found.push(path);
      }
    }
  };
  walk(root, false);
  return found;
}
