import type { SharedRoot } from '../model/sharedPackages.js';
import { shortPath } from '../base/shortPath.js';
import type { Stage } from '../model/progress.js';
import { describeReason, type PlannedPackage, type Reason, type RenamePlan } from '../model/renamePlan.js';

/** Every package outside the standard library, `old -> new`, sorted, and whether it is shared with the host. */
export function formatPlan({ packages }: RenamePlan): string {
  return [...packages.values()]
    .filter(({ reason }) => reason.kind !== 'standard-library')
    .sort((a, b) => (a.importPath < b.importPath ? -1 : 1))
    .map((planned) => `${nameAndVersion(planned)} -> ${planned.to}${sharedText(planned)}`)
    .join('\n');
}

function sharedText({ importPath, decision, hostVersion, reason }: PlannedPackage): string {
  const ofHost = hostVersion === undefined ? "the host's" : `the host's ${hostVersion}`;
  if (decision === 'split') return `, and ${ofHost} as ${importPath}`;
  if (decision !== 'keep') return '';
  if (reason.kind === 'not-in-host') return ' (not in the host)';
  const isDefault = reason.kind === 'kept-main-module' || reason.kind === 'kept-exposed';
  return isDefault ? ` (${ofHost}: ${whyShared(reason)})` : ` (${ofHost})`;
}

/** What is shared with the host by default, a line each. */
export function formatSharedRoots(roots: readonly SharedRoot[]): string[] {
  return [...roots]
    .sort((a, b) => (a.importPath < b.importPath ? -1 : 1))
    .map(({ importPath, version, reason }) => {
      const shown = version === undefined ? '' : ` (${version})`;
      return `sharing ${importPath}${shown} with the host: ${whyShared(reason)}`;
    });
}

function whyShared(reason: Reason): string {
  return describeReason(reason).replace(/^shared with the host: /, '');
}

/**
 * Every use of global state that goes to a private copy: `file:line: sql.Register is private: reason`.
 * @param cwd - absolute directory that paths are relative to.
 */
export function formatIsolated({ globalState }: RenamePlan, cwd: string): string[] {
  return globalState.uses.map(({ file, line, statePackage, name, reason }) => {
    return `${shortPath(file, cwd)}:${String(line)}: ${statePackage}.${name} is private to the plugin: ${reason}`;
  });
}

/** What the type checker could not analyse; the build is right without it. */
export function formatUnanalysed(what: string): string {
  return `not analysed for state that the host does not share: ${what}`;
}

function nameAndVersion({ importPath, version }: PlannedPackage): string {
  return version === undefined ? importPath : `${importPath}@${version}`;
}

/** `load 120 ms, write 300 ms, …` */
export function formatTimings(timings: Partial<Record<Stage, number>>): string {
  return Object.entries(timings)
    .map(([stage, milliseconds]) => `${stage} ${String(milliseconds)} ms`)
    .join(', ');
}
