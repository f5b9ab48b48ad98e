import { relative, resolve, sep } from 'node:path';
import { definedPackage, formatGoFlag, isOn, joinQuoted, splitQuoted, type GoFlag } from '../base/goFlags.js';
import { settingHas } from '../base/goSettingsTable.js';
import type { GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import { prefixOf, type NameMap } from '../names/nameMap.js';
import type { RenamePlan } from '../model/renamePlan.js';

const COVER_MAIN_MODULE: GoFlag = { name: 'coverpkg', value: 'work' };

export interface FlagContext {
  plan: RenamePlan;
  names: NameMap;
  /** The user's directory, which relative patterns start from. */
  cwd: string;
  graph: ModuleGraph;
}

/** The user's flags for `go build` in the work tree: package patterns renamed; without link flags and the flags that the tool sets. */
export function rewriteGoFlags(flags: readonly GoFlag[], context: FlagContext): string[] {
  const covers = isOn(flags, 'cover') || flags.some(({ name }) => name === 'covermode');
  // Without patterns go covers the main module (load.PrepareForCoverageBuild), and the work tree has a different one.
  const covered = covers && !flags.some(({ name }) => name === 'coverpkg') ? [COVER_MAIN_MODULE] : [];
  return [...flags, ...covered]
    .filter(({ name }) => !settingHas(`-${name}`, 'set by the tool'))
    .flatMap((flag) => {
      if (flag.value === undefined) return [formatGoFlag(flag)];
      if (settingHas(`-${flag.name}`, 'per package')) {
        const { pattern, args } = splitPerPackage(flag.value);
        if (pattern === undefined) return [formatGoFlag(flag)];
        return rewritePattern(pattern, context).map((renamed) => `-${flag.name}=${renamed}=${args}`);
      }
      if (flag.name === 'coverpkg') {
        const patterns = flag.value.split(',').flatMap((pattern) => rewritePattern(pattern, context));
        return [`-coverpkg=${patterns.join(',')}`];
      }
      return [formatGoFlag(flag)];
    });
}

/**
 * The arguments for the linker: the last -ldflags that matches the main package, as go chooses
 * (cmd/go/internal/load/flag.go, PerPackageFlag.For), with the paths of -X renamed, then the arguments of this tool.
 */
export function rewriteLinkFlags(
  flags: readonly GoFlag[],
  context: FlagContext,
  own: readonly string[],
): string[] {
  const last = flags
    .filter(({ name }) => name === 'ldflags')
    .map(({ value }) => splitPerPackage(value ?? ''))
    .findLast(({ pattern }) => pattern === undefined || matchesMain(pattern, context));
  const words = splitQuoted(last?.args ?? '');
  const renamed = words.map((word, index) => {
    const joined = /^--?X=(.*)$/s.exec(word);
    if (joined?.[1] !== undefined) return `-X=${renameDefinition(joined[1], context.names)}`;
    return /^--?X$/.test(words[index - 1] ?? '') ? renameDefinition(word, context.names) : word;
  });
  return mergeExtldflags([...renamed, ...own]);
}

/** `importpath.name=value` of -X; `main.name` means the plugin's main package and stays (cmd/link, addstrdata1). */
function renameDefinition(definition: string, names: NameMap): string {
  const importPath = definedPackage(definition);
  const target = importPath === 'main' ? undefined : names.renamedPath(importPath);
  return target === undefined ? definition : target + definition.slice(importPath.length);
}

/** The linker keeps only its last -extldflags: so they are merged into one. */
function mergeExtldflags(words: string[]): string[] {
  const external: string[] = [];
  const others: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const match = /^--?extldflags(?:=(.*))?$/s.exec(word);
    if (match === null) others.push(word);
    else external.push(match[1] ?? words[++index] ?? '');
  }
  return external.length === 0 ? others : [...others, `-extldflags=${external.join(' ')}`];
}

/** A whole -ldflags argument, or none. */
export function formatLinkFlags(words: readonly string[]): string[] {
  // `-flag=value` in quotes could come first, and the go command allows no quote there: the value becomes a separate word.
  const split = words.flatMap((word) => {
    const match = /^(--?\w+)=(.*[\s"'].*)$/s.exec(word);
    return match?.[1] === undefined || match[2] === undefined ? [word] : [match[1], match[2]];
  });
  return split.length === 0 ? [] : [`-ldflags=${joinQuoted(split)}`];
}

function splitPerPackage(value: string): { pattern: string | undefined; args: string } {
  const trimmed = value.trim();
  const equals = trimmed.indexOf('=');
  if (trimmed.startsWith('-') || equals <= 0) return { pattern: undefined, args: trimmed };
  return { pattern: trimmed.slice(0, equals).trim(), args: trimmed.slice(equals + 1) };
}

/** The patterns for the work tree that match the same packages as `pattern` in the user's tree. */
function rewritePattern(pattern: string, context: FlagContext): string[] {
  const { plan, names, graph } = context;
  if (isRelative(pattern) || pattern === 'work') {
    // The work tree has other directories and another main module, so the packages are listed one by one.
    return [...graph.packages.values()]
      .filter(matcher(pattern, context))
      .map(({ importPath }) => names.renamedPath(importPath) ?? importPath);
  }
  if (/^(all|std|cmd|tool)$/.test(pattern)) return [pattern];
  const exact = names.renamedPath(pattern);
  if (exact !== undefined) return [exact];
  const { prefixes, main } = plan;
  const patterns = [pattern];
  if (!pattern.startsWith('...')) {
    const matched = [...graph.packages.values()].filter(matcher(pattern, context));
    const under = matched.flatMap(({ importPath }) => {
      const group = plan.packages.get(importPath)?.group;
      return group === undefined ? [] : prefixOf(prefixes, group, importPath);
    });
    for (const prefix of new Set(under)) patterns.push(`${prefix}/${pattern}`);
  }
  // Main's path has an extra element.
  const missesMain = matchesMain(pattern, context) && !patterns.some((one) => wildcard(one).test(main.to));
  return missesMain ? [...patterns, main.to] : patterns;
}

function matchesMain(pattern: string, context: FlagContext): boolean {
  const main = context.graph.packages.get(context.graph.main);
  return main !== undefined && matcher(pattern, context)(main);
}

/** Reports which packages a pattern matches in the user's tree (cmd/go/internal/load/search.go, MatchPackage). */
function matcher(pattern: string, { cwd, graph }: FlagContext): (pkg: GoPackage) => boolean {
  if (pattern === 'all') return () => true;
  if (pattern === 'work') return ({ module }) => graph.modules.get(module ?? '')?.main === true;
  if (!isRelative(pattern)) return ({ importPath }) => wildcard(pattern).test(importPath);
  if (!pattern.includes('...')) return ({ dir }) => dir === resolve(cwd, pattern);
  const slash = pattern.lastIndexOf('/', pattern.indexOf('...'));
  const below = wildcard(pattern.slice(slash + 1));
  return ({ dir }) => {
    const inner = relative(resolve(cwd, pattern.slice(0, slash)), dir).split(sep);
    return inner[0] !== '..' && below.test(inner.join('/'));
  };
}

function isRelative(pattern: string): boolean {
  return /^\.{1,2}(\/|$)/.test(pattern);
}

/** Go's pattern matching for one path: `...` is any string, and a trailing `/...` may match nothing. */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .split('...')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
    .replace(/\/\.\*$/, '(?:/.*)?');
  return new RegExp(`^${source}$`);
}
