import { formatBytes } from '../base/formatBytes.js';
import { sizeOf } from '../store/trim.js';
import { listEntries } from '../store/workDirectory.js';

/** `/home/me/.cache/gorename-plugin (12.3 MB, 4 trees)` */
export function describeWorkDirectory(workDir: string): string {
  const trees = listEntries(workDir).filter(({ kind }) => kind === 'modules' || kind === 'plugins');
  return `${workDir} (${formatBytes(sizeOf(workDir))}, ${String(trees.length)} trees)`;
}
