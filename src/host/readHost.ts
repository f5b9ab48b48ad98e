import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import { nearestFiles } from '../base/nearestFiles.js';
import { didYouMean } from '../base/nearestNames.js';
import { shortPath } from '../base/shortPath.js';
import { readPart } from '../binary/elfFile.js';
import { readHostBinary } from './hostBinary.js';
import { checkHost } from './checkHost.js';
import { readHostModule } from './hostGoMod.js';
import { MOST_BYTES } from './hostSchema.js';
import { fromManifest } from './manifest.js';
import { requireHashes } from './requireHashes.js';
import { namedModule, readHostRelease } from './hostModuleVersion.js';

/**
 * Reads a host.
 * @param path - absolute: a host binary, a manifest of `gorename-plugin host`, or a directory with the host's go.mod;
 *   if there is no such file below `cwd`, also `module@version`.
 * @param cwd - the user's directory, for messages.
 * @throws UserError for anything else, and for incomplete package hashes.
 */
export async function readHost(path: string, cwd: string): Promise<HostInfo> {
  const host = await readAnyHost(path, cwd);
  requireHashes(host, shortPath(path, cwd));
  return host;
}

async function readAnyHost(path: string, cwd: string): Promise<HostInfo> {
  const shown = shortPath(path, cwd);
  const released = existsSync(path) ? undefined : namedModule(path, cwd);
  if (released !== undefined) return readHostRelease(released, cwd);
  if (!existsSync(path)) {
    throw new UserError(
      `${shown}: no such file or directory`,
      `${didYouMean(nearestFiles(path, cwd, 'any'))}${WHAT_A_HOST_IS}`,
    );
  }
  const stat = statSync(path);
  if (stat.isDirectory()) {
    if (existsSync(join(path, 'go.mod'))) return checkHost(await readHostModule(path, cwd), cwd);
    throw new UserError(`${shown} contains no go.mod`, WHAT_A_HOST_IS);
  }
  if (!stat.isFile()) throw new UserError(`${shown} is not a regular file`, WHAT_A_HOST_IS);
  const start = readPart(path, 0, 64);
  if (start.toString('latin1').startsWith('\x7fELF')) return checkHost(await readHostBinary(path, cwd), cwd);
  if (/^\s*\{/.test(start.toString('latin1')))
    return fromManifest(await readManifest(path, stat.size, shown), path, cwd);
  throw new UserError(
    `${shown} is ${describeFile(start)}, not a host binary, manifest or module directory`,
    WHAT_A_HOST_IS,
  );
}

/** @throws UserError for a file that is larger than any manifest. */
async function readManifest(path: string, size: number, shown: string): Promise<string> {
  if (size <= MOST_BYTES) return readFile(path, 'utf8');
  throw new UserError(
    `${shown} is too large for a host manifest: more than ${String(MOST_BYTES >> 20)} MiB`,
    WHAT_A_HOST_IS,
  );
}

const WHAT_A_HOST_IS =
  'Pass the host program (an ELF file that go has built), a manifest that `gorename-plugin host` has written for it, ' +
  "a directory with the host's go.mod, or its module and version (example.com/server@v1.2.3).";

/** A description of a file that is none of these, from its first bytes. */
function describeFile(start: Buffer): string {
  const magic = start.subarray(0, 4).toString('hex');
  if (start.length === 0) return 'empty';
  if (start.toString('latin1').startsWith('#!')) return 'a script';
  if (/^(feedfac[ef]|c[ef]faedfe|cafebabe)$/.test(magic)) return 'a program for macOS (Mach-O)';
  if (magic.startsWith('4d5a')) return 'a program for Windows (PE)';
  if (magic.startsWith('1f8b') || magic.startsWith('504b')) return 'an archive';
  return 'something else';
}
