import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import { shortPath } from '../base/shortPath.js';
import { showForeign } from './foreignSettings.js';
import { readHostDocument } from './hostSchema.js';
import { toManifest } from './manifest.js';

/**
 * Checks what a host's file records with the rules for manifests: the file, too, may come from anybody.
 * @returns the host.
 * @throws UserError if the go command would not have written a value.
 */
export function checkHost(host: HostInfo, cwd: string): HostInfo {
  const fault = readHostDocument(JSON.parse(JSON.stringify(toManifest(host))));
  if (!('field' in fault)) return host;
  const value = fault.value === undefined ? '' : ` (${showForeign(fault.value)})`;
  throw new UserError(
    `${shortPath(host.path, cwd)} is not a usable host: what it records as ${showForeign(fault.field)}${value} is not what go writes`,
    'Use the program that go has built. Nothing from this file is used.',
  );
}
