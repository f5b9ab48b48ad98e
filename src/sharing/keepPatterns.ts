import picomatch from 'picomatch';
import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import type { GoModule, GoPackage } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import { nearestPaths } from '../base/nearestPaths.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/**
 * The packages of a host that `--keep` names: import paths, globs of them (`*` within an element, `**` and Go's `...`
 * across), the latter with the path before it.
 * @throws UserError for a pattern that the host does not contain.
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
 * The plugin's packages that there is a reason to take from the host's modules, and that the host lacks, though it
 * has their module: they come at the host's version, since they belong to what is shared (a codec registers with the
 * host's own registry then). Left out is what imports anything else that the host lacks.
 * @param reasonFor - undefined for those that are not wanted.
 * @param modules - of the host, with their directories.
 * @param exists - whether a directory is there: the host's version may not have the package.
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
  // Its second parameter is no index.
  return (importPath) => matches(importPath);
}

function notInHost(host: HostInfo, pattern: string, thirdParty: readonly string[]): UserError {
  if (host.packages.size === 0) {
    return new UserError(
      `--keep ${pattern}: ${host.path} can load no plugins, and tells none of its packages`,
      'A host imports "plugin", and is linked dynamically (CGO_ENABLED=1).',
    );
  }
  if (pattern === host.main) {
    return new UserError(
      `--keep ${pattern}: that is the host's main package, which nobody can import`,
      'Put what is to be shared into a package of its own, which both import.',
    );
  }
  if (host.modules.size === 0 && host.mainModule === undefined) {
    return new UserError(
      `--keep ${pattern}: the host records no modules, so that no version of a package is known`,
      'Name a host with build info: neither obfuscated, nor with its section .go.buildinfo removed.',
    );
  }
  if ([...host.packages].some(matcher(pattern))) {
    return new UserError(`--keep ${pattern}: the standard library is always shared`, 'Leave it out.');
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
 * @param shared - import paths of all that plugin and host share.
 */
export function unusedPatterns(patterns: readonly string[], shared: ReadonlySet<string>): string[] {
  return patterns.filter((pattern) => ![...shared].some(matcher(pattern)));
}
