import { formatBytes } from '../base/formatBytes.js';
import { shortPath } from '../base/shortPath.js';
import type { RenamePlan } from '../model/renamePlan.js';

/** A finished build, for {@link formatSummary}. */
export interface SummarizedBuild {
  /** Absolute. */
  output: string;
  /** Its size. */
  bytes: number;
  plan: RenamePlan;
  milliseconds: number;
}

/** `plugin.so 18 MB: 46 packages renamed, 3 shared with the host, 195 standard; verified; 6.3 s` */
export function formatSummary({ output, bytes, plan, milliseconds }: SummarizedBuild, cwd: string): string {
  const packages = [...plan.packages.values()];
  const standard = packages.filter(({ reason }) => reason.kind === 'standard-library');
  const shared = packages.filter(
    ({ decision, reason }) =>
      decision === 'keep' && reason.kind !== 'standard-library' && reason.kind !== 'not-in-host',
  );
  const renamed = packages.filter(({ decision }) => decision !== 'keep');
  const counts = [
    `${String(renamed.length)} ${renamed.length === 1 ? 'package' : 'packages'} renamed`,
    ...(shared.length > 0 ? [`${String(shared.length)} shared with the host`] : []),
    `${String(standard.length)} standard`,
  ].join(', ');
  const seconds = (milliseconds / 1000).toFixed(1);
  return `${shortPath(output, cwd)} ${formatBytes(bytes)}: ${counts}; verified; ${seconds} s`;
}

/** A build that had nothing to do. */
export function formatUpToDate(output: string, cwd: string): string {
  return `${shortPath(output, cwd)} is up to date`;
}
