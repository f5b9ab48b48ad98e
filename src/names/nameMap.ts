import { UserError } from '../base/userError.js';
import type { Group } from '../model/group.js';
import type { GroupPrefixes, PackageDecision, RenamePlan } from '../model/renamePlan.js';

/**
 * The only place for the mapping old path → new path and its spellings: import path (`a.b/c.d`), linker symbol
 * (`a.b/c%2ed.f`), assembly symbol (`a·b∕c·f`).
 */

const DOT = '\u00b7';
const SLASH = '\u2215';

/**
 * The first element of a renamed package's path.
 * @param importPath - before renaming.
 */
export function prefixOf(prefixes: GroupPrefixes, group: Group, importPath: string): string {
  if (group !== 'dependency') return prefixes.own;
  return prefixes.closures?.get(importPath) ?? prefixes.dependency;
}

/** The import path of a package after the decision; kept packages keep theirs. */
export function targetImportPath(prefixes: GroupPrefixes, decision: PackageDecision): string {
  const { importPath, group } = decision;
  if (group === undefined) return importPath;
  const path = `${prefixOf(prefixes, group, importPath)}/${importPath}`;
  // At a path below its original one main can still import the same internal packages.
  return group === 'main' && prefixes.mainElement !== undefined ? `${path}/${prefixes.mainElement}` : path;
}

/** An import path as linker symbols spell it (cmd/internal/objabi.PathToPrefix). */
export function symbolPath(importPath: string): string {
  // Byte by byte, for speed: every build spells all of its packages.
  return Buffer.from(importPath)
    .toString('latin1')
    .replace(ESCAPED, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** All but the visible ASCII characters, two of these, and dots in the last element. */
const ESCAPED = /[^!-~]|["%]|\.(?=[^/]*$)/g;

/** The mapping of one plan, for all code that meets a package path in one of its spellings. */
export class NameMap {
  readonly #targets = new Map<string, string>();
  readonly #restorers: [RegExp, string][];
  #bySymbolPath: ReadonlyMap<string, { from: string; to: string }> | undefined;

  /**
   * @param importer - the package of the file: for the plugin's own code a split package has its original path.
   */
  constructor(plan: RenamePlan, importer: Group = 'dependency') {
    for (const { importPath, to, decision } of plan.packages.values()) {
      if (to === importPath || (decision === 'split' && importer !== 'dependency')) continue;
      this.#targets.set(importPath, to);
    }
    const { dependency, own, mainElement } = plan.prefixes;
    this.#restorers = [[new RegExp(`(?<![\\w./-])(?:${own}|${prefixPattern(dependency)})/`, 'g'), '']];
    if (mainElement !== undefined) this.#restorers.push([new RegExp(`/${mainElement}(?!\\w)`, 'g'), '']);
  }

  /** The new import path, or undefined when the package stays as it is. */
  renamedPath(from: string): string | undefined {
    return this.#targets.get(from);
  }

  /** By the original path in linker symbols; created on demand, because few files need it. */
  get #symbolPaths(): ReadonlyMap<string, { from: string; to: string }> {
    // In programs the main package's symbols are `main.x` for any path, so they stay (`module main`).
    return (this.#bySymbolPath ??= new Map(
      [...this.#targets]
        .filter(([from]) => from !== 'main')
        .map(([from, to]) => [symbolPath(from), { from, to: symbolPath(to) }]),
    ));
  }

  /** A linker symbol (`path.name`, `path.(*T).m`) with its path renamed, or undefined when it stays. */
  renamedSymbol(symbol: string): string | undefined {
    const path = pathOfSymbol(symbol);
    const target = this.#symbolPaths.get(path);
    return target === undefined ? undefined : target.to + symbol.slice(path.length);
  }

  /** The import path of the package that a linker symbol belongs to, when that package has been renamed. */
  renamedPackageOf(symbol: string): string | undefined {
    return this.#symbolPaths.get(pathOfSymbol(symbol))?.from;
  }

  /**
   * An assembly identifier (`a·b∕c·f`) with its path renamed, or undefined when it stays.
   * @throws UserError if the new one would not be an identifier.
   */
  renamedAssemblySymbol(identifier: string): string | undefined {
    const path = pathOfAssemblySymbol(identifier);
    const target = this.#targets.get(path);
    if (target === undefined) return undefined;
    if (/^\d/.test(target)) {
      throw new UserError(
        `${path} is referenced from assembly, where identifiers cannot start with a digit, as in ${target}`,
        'Put a letter before it: --prefix t_{hash}.',
      );
    }
    return target.replaceAll('.', DOT).replaceAll('/', SLASH) + identifier.slice(path.length);
  }

  /** Free text (compiler messages, traces) with every work-tree import path replaced by the original. */
  restore(text: string): string {
    return this.#restorers.reduce(
      (result, [pattern, replacement]) => result.replace(pattern, replacement),
      text,
    );
  }
}

/**
 * The path part of a linker symbol: it ends at the first dot after its last slash. Slashes in receivers and type
 * arguments do not count. Empty if there is none.
 */
export function pathOfSymbol(symbol: string): string {
  const end = symbol.search(/[([]/);
  const slash = (end < 0 ? symbol : symbol.slice(0, end)).lastIndexOf('/');
  return symbol.slice(0, Math.max(0, symbol.indexOf('.', slash + 1)));
}

/** The import path in an assembly identifier (`a·b∕c·f`); empty if there is none. */
export function pathOfAssemblySymbol(identifier: string): string {
  const dot = identifier.indexOf(DOT, identifier.lastIndexOf(SLASH) + 1);
  return identifier.slice(0, Math.max(0, dot)).replaceAll(DOT, '.').replaceAll(SLASH, '/');
}

/** Hex digits of `{closure}`: more than `{hash}` has, because each dependency has a separate one. */
export const CLOSURE_DIGITS = 12;

/** A regular expression for the prefixes that differ from `prefix` in the value of `{closure}`, including itself. */
export function prefixPattern(prefix: string): string {
  const digits = `[0-9a-f]{${String(CLOSURE_DIGITS)}}`;
  const isClosure = new RegExp(`^${digits}$`);
  return prefix
    .split('_')
    .map((part) => (isClosure.test(part) ? digits : part))
    .join('_');
}

/** The prefixes of a built plugin, derived from its plugin path alone; undefined if the plugin was not renamed. */
export function recognisePrefixes(pluginPath: string): GroupPrefixes | undefined {
  const match = /^((\w+)_[0-9a-f]{8})\/.+?(?:\/(m_[0-9a-f]{8}))?$/.exec(pluginPath);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { own: match[1], dependency: match[2], mainElement: match[3] };
}

/** The original import path of a package in a built plugin. */
export function originalImportPath(prefixes: GroupPrefixes | undefined, importPath: string): string {
  if (prefixes === undefined) return importPath;
  const { own, dependency, mainElement } = prefixes;
  const path = new RegExp(`^(?:${own}|${prefixPattern(dependency)})/(.+)$`).exec(importPath)?.[1];
  if (path === undefined) return importPath;
  return mainElement !== undefined && path.endsWith(`/${mainElement}`)
    ? path.slice(0, -mainElement.length - 1)
    : path;
}

/** The directory of a module's copy, below its tree; the version keeps the copies of nested module paths apart. */
export function copyDirectory(modulePath: string, version: string | undefined): string {
  return `${modulePath}@${version ?? 'local'}`;
}

/** The original version, derived from a path in a copy; undefined for local modules and for other paths. */
export function versionOfCopy(path: string): string | undefined {
  return /@(v\d[^/]*)/.exec(path)?.[1];
}
