import picomatch from 'picomatch';
import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import type { GoModule, GoPackage } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import { nearestPaths } from '../base/nearestPaths.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/**
 * The packages of a host that match `--keep`: import paths, globs of them (`*` within an element, `**` and Go's `...`
 * across elements; the latter also match the path before them).
 * @throws UserError for a pattern that matches no package of the host.
 */
export function matchKept(host: HostInfo, patterns: readonly string[]): Map<string, Reason> {
  const thirdParty = [...host.packages].filter((path) => hostModuleOf(host, path) !== undefined).sort();
  const kept = new Map<string, Reason>();
  for (const pattern of patterns) {
    const found = thirdParty.filter(matcher(pattern));
    if (found.length === 0) throw notInHost(host, pattern, thirdParty);
    for (const path of found) if (!kept.has(path)) kept.set(path, { kind: 'kept', pattern });
  }
  return kept;
}

/** Why a package that the host does not link is taken from its modules: a pattern names it. */
export function keptBeside(patterns: readonly string[], importPath: string): Reason | undefined {
  const pattern = patterns.find((one) => matcher(one)(importPath));
  return pattern === undefined ? undefined : { kind: 'kept-beside', pattern };
}

/**
 * The plugin's packages that should come from the host's modules but that the host lacks, though it has their module.
 * They are taken at the host's version, because they belong to what is shared (a codec then registers with the host's
 * copy). Packages that import anything else that the host lacks are left out.
 * @param reasonFor - returns undefined for packages that are not wanted.
 * @param modules - of the host, with their directories.
 * @param exists - reports whether a directory exists: the host's version may not have the package.
 */
export function matchBeside(
  host: HostInfo,
  reasonFor: (importPath: string) => Reason | undefined,
  packages: ReadonlyMap<string, GoPackage>,
  modules: ReadonlyMap<string, GoModule>,
  exists: (dir: string) => boolean,
): Map<string, Reason> {
  const beside = new Map<string, Reason>();
  for (const { importPath, module: path } of packages.values()) {
    const module = modules.get(path ?? '');
    if (module === undefined || host.packages.has(importPath)) continue;
    const reason = reasonFor(importPath);
    if (reason === undefined || !exists(module.dir + importPath.slice(module.path.length))) continue;
    beside.set(importPath, reason);
  }
  const isThere = (path: string): boolean =>
    host.packages.has(path) || beside.has(path) || packages.get(path)?.module === undefined;
  for (let before = -1; before !== beside.size;) {
    before = beside.size;
    for (const path of beside.keys())
      if (packages.get(path)?.imports.every(isThere) !== true) beside.delete(path);
  }
  return beside;
}

function matcher(pattern: string): (importPath: string) => boolean {
  const matches = picomatch(pattern.replaceAll('...', '**'), { dot: true });
  // Its second parameter is not an index.
  return (importPath) => matches(importPath);
}

function notInHost(host: HostInfo, pattern: string, thirdParty: readonly string[]): UserError {
  if (host.packages.size === 0) {
    return new UserError(
      `--keep ${pattern}: ${host.path} cannot load plugins, so its packages are unknown`,
      'A host imports "plugin", and is linked dynamically (CGO_ENABLED=1).',
    );
  }
  if (pattern === host.main) {
    return new UserError(
      `--keep ${pattern}: that is the host's main package, which cannot be imported`,
      'Move the shared code into a separate package that both import.',
    );
  }
  if (host.modules.size === 0 && host.mainModule === undefined) {
    return new UserError(
      `--keep ${pattern}: the host records no modules, so its package versions are unknown`,
      'Use a host with build info: it must not be obfuscated or have its section .go.buildinfo removed.',
    );
  }
  if ([...host.packages].some(matcher(pattern))) {
    return new UserError(
      `--keep ${pattern}: the standard library is always shared`,
      'Leave it out; the plugin stays the same.',
    );
  }
  const near = nearestPaths(pattern, thirdParty);
  return new UserError(
    `--keep ${pattern}: the host does not contain such a package`,
    near.length > 0
      ? `It has ${near.join(', ')}.`
      : 'Only what is linked into the host can be shared with it: let the host import the package.',
  );
}

/**
 * The patterns that share nothing.
 * @param shared - import paths of all packages that plugin and host share.
 */
export function unusedPatterns(patterns: readonly string[], shared: ReadonlySet<string>): string[] {
  return patterns.filter((pattern) => ![...shared].some(matcher(pattern)));
}
