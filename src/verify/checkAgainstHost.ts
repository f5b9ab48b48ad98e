import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';

/** Helper HOST fills this in: what the host's plugin.Open would say of a built file. */
export async function checkAgainstHost(file: string, host: HostInfo, cwd: string): Promise<Finding[]> {
  void file;
  void host;
  void cwd;
  return Promise.resolve([]);
}
