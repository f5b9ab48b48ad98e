import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import type { Prediction } from '../model/prediction.js';
import { predictOpen } from './checks/predictOpen.js';
import { readPluginBinary } from './inspect.js';
import { toBuiltPlugin } from './readPlugin.js';

/** What a host's plugin.Open would say of a built file, as the first one that it opens. @param file absolute. */
export async function checkAgainstHost(file: string, host: HostInfo, cwd: string): Promise<Finding[]> {
  const [prediction] = await predictFiles([file], host, cwd);
  return prediction?.findings ?? [];
}

/**
 * Predicts plugin.Open for files, opened in this order in one process.
 * @param files absolute; @param glibc of the system that the host runs on, e.g. `2.31`. @throws CannotDo for a file that is
 * no Go plugin.
 */
export async function predictFiles(
  files: readonly string[],
  host: HostInfo,
  cwd: string,
  glibc?: string,
): Promise<Prediction[]> {
  const plugins = [];
  for (const file of files) plugins.push(toBuiltPlugin(file, await readPluginBinary(file, cwd)));
  return predictOpen(host, plugins, glibc);
}
