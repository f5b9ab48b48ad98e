import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import { predictOpen } from './checks/predictOpen.js';
import { readPluginBinary } from './inspect.js';
import { toBuiltPlugin } from './readPlugin.js';

/** What a host's plugin.Open would say of a built file, as the first one that it opens. @param file absolute. */
export async function checkAgainstHost(file: string, host: HostInfo, cwd: string): Promise<Finding[]> {
  const plugin = toBuiltPlugin(file, await readPluginBinary(file, cwd));
  return predictOpen(host, [plugin], undefined).flatMap(({ findings }) => findings);
}
