import picomatch from 'picomatch';
import { CannotDo } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import type { Reason } from '../model/renamePlan.js';
import { hostModuleOf } from './renameConflicts.js';

/**
 * The packages of a host that `--keep` names: import paths, globs of them (`*` within an element, `**` and Go's `...`
 * across), the latter with the path before it. @throws CannotDo for a pattern that the host does not contain.
 */
export function matchKept(host: HostInfo, patterns: readonly string[]): Map<string, Reason> {
  const thirdParty = [...host.packages].filter((path) => hostModuleOf(host, path) !== undefined).sort();
  const kept = new Map<string, Reason>();
  for (const pattern of patterns) {
    const matches = picomatch(pattern.replaceAll('...', '**'), { dot: true });
    const found = thirdParty.filter((path) => matches(path));
    if (found.length === 0) throw notInHost(host, pattern, thirdParty);
    for (const path of found) if (!kept.has(path)) kept.set(path, { kind: 'kept', pattern });
  }
  return kept;
}

function notInHost(host: HostInfo, pattern: string, thirdParty: readonly string[]): CannotDo {
  if (host.packages.has(pattern)) {
    return new CannotDo(`--keep ${pattern}: the standard library is always shared`, 'Leave it out.');
  }
  const start = pattern.split(/[*.[{?]{2,}|[*[{?]/)[0]?.replace(/\/$/, '') ?? '';
  const root = start.split('/').slice(0, 2).join('/');
  const near = thirdParty.filter((path) => root !== '' && path.startsWith(root)).slice(0, 5);
  const main =
    host.main !== '' && pattern === host.main ? ' (that is its main package, which nobody can import)' : '';
  return new CannotDo(
    `--keep ${pattern}: the host does not contain such a package${main}`,
    near.length > 0
      ? `It has ${near.join(', ')}.`
      : 'Only what is linked into the host can be shared with it: let the host import the package. ' +
          '`gorename-plugin host HOST` lists what it has.',
  );
}
