import type { RecordedModule } from '../model/host.js';
import { versionOfCopy } from './nameMap.js';

/** The released version that a module's packages come from; undefined if it is not a released version. */
export function versionOf({ version, replace }: RecordedModule): string | undefined {
  if (replace === undefined) return version;
  // A renamed module is required at a version that its path allows; the directory name of its copy has the true one.
  return replace.version ?? versionOfCopy(replace.path);
}
