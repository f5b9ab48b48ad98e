import type { RecordedModule } from '../model/host.js';
import { versionOfCopy } from './nameMap.js';

/** The release that a module's packages come from; undefined for one that is no release. */
export function versionOf({ version, replace }: RecordedModule): string | undefined {
  if (replace === undefined) return version;
  // A renamed module is required at a version that its path allows; its copy's directory tells the true one.
  return replace.version ?? versionOfCopy(replace.path);
}
