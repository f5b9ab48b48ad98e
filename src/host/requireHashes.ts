import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';

/** Hex digits for 8 bytes; 20 bytes before Go compared the fingerprints of export data. */
const HASH = /^([0-9a-f]{16}|[0-9a-f]{40})$/;

/**
 * Checks that the package hashes of a host can be complete: every Go program that loads plugins has the packages
 * `runtime` and `plugin`. If hashes were missing, no difference would be found, and every plugin would seem to load.
 * @param shown - the host's name in messages.
 * @throws UserError if hashes are missing or have a wrong length.
 */
export function requireHashes({ packageHashes, loadsPlugins, source }: HostInfo, shown: string): void {
  if (packageHashes === undefined || (packageHashes.size === 0 && loadsPlugins === false)) return;
  const missing = ['runtime', 'plugin'].find((path) => !packageHashes.has(path));
  const wrong = [...packageHashes].find(([, hash]) => !HASH.test(hash))?.[0];
  // A program with hashes but without `plugin` does not load plugins.
  if (wrong === undefined && (missing === undefined || (missing === 'plugin' && loadsPlugins === false)))
    return;
  throw new UserError(
    wrong === undefined
      ? `${shown} has no hash for the package ${missing ?? ''}, so its package hashes are incomplete`
      : `${shown} has a hash of the wrong length for the package ${wrong}`,
    source === 'manifest'
      ? 'Write the manifest again with `gorename-plugin host ./server -o server.host.json`, or get a new copy.'
      : 'Build or copy the host again.',
  );
}
