import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import { shortPath } from '../base/shortPath.js';
import { showForeign } from './foreignSettings.js';
import { readHostDocument } from './hostSchema.js';
import { toManifest } from './manifest.js';

/**
 * Holds what a host's own file records to the bounds of a manifest: it, too, may come from anybody.
 * @returns the host.
 * @throws UserError for what the go command does not write.
 */
export function checkHost(host: HostInfo, cwd: string): HostInfo {
  const fault = readHostDocument(JSON.parse(JSON.stringify(toManifest(host))));
  if (!('field' in fault)) return host;
  const value = fault.value === undefined ? '' : ` (${showForeign(fault.value)})`;
  throw new UserError(
    `${shortPath(host.path, cwd)} is no usable host: what it records as ${showForeign(fault.field)}${value} is not what go writes`,
    'Name the program as go has built it. Nothing of this one is used.',
  );
}
