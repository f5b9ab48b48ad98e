import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { Binary } from '../binary/goBinary.js';
import { predictOpen } from './predictOpen.js';
import { readPlugin } from '../binary/readPlugin.js';

/** What plugin.Open of a host would return for a built file that it opens first. */
export async function checkAgainstHost(built: Binary, host: HostInfo): Promise<Finding[]> {
  return predictOpen(host, [await readPlugin(built)], undefined).flatMap(({ findings }) => findings);
}
