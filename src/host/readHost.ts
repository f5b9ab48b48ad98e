import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotDo } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import { shortPath } from '../model/shortPath.js';
import { readBytes } from '../verify/elf.js';
import { readHostBinary } from './binary.js';
import { readHostModule } from './goMod.js';
import { fromManifest } from './manifest.js';
import { namedModule, readHostRelease } from './moduleVersion.js';

/**
 * Reads what is known of a host.
 * @param path absolute: a host binary, a manifest of `gorename-plugin host`, or a directory with the host's go.mod;
 * below `cwd`, where there is no such file, also `module@version`.
 * @param cwd the user's directory, for messages. @throws CannotDo for anything else.
 */
export async function readHost(path: string, cwd: string): Promise<HostInfo> {
  const shown = shortPath(path, cwd);
  const released = existsSync(path) ? undefined : namedModule(path, cwd);
  if (released !== undefined) return readHostRelease(released, cwd);
  if (!existsSync(path)) throw new CannotDo(`${shown}: no such file or directory`, WHAT_A_HOST_IS);
  const stat = statSync(path);
  if (stat.isDirectory()) {
    if (existsSync(join(path, 'go.mod'))) return readHostModule(path, cwd);
    throw new CannotDo(`${shown} holds no go.mod`, WHAT_A_HOST_IS);
  }
  if (!stat.isFile()) throw new CannotDo(`${shown} is no regular file`, WHAT_A_HOST_IS);
  const start = await readBytes(path, 0, 64);
  if (start.toString('latin1').startsWith('\x7fELF')) return readHostBinary(path, cwd);
  if (/^\s*\{/.test(start.toString('latin1'))) return fromManifest(await readFile(path, 'utf8'), path, cwd);
  throw new CannotDo(`${shown} is ${describeFile(start)}, no host that can be read`, WHAT_A_HOST_IS);
}

const WHAT_A_HOST_IS =
  'Name the host program (an ELF file that go has built), a manifest that `gorename-plugin host` has written of it, ' +
  "a directory with the host's go.mod, or its module and version (example.com/server@v1.2.3).";

/** What the first bytes tell of a file that is none of these. */
function describeFile(start: Buffer): string {
  const magic = start.subarray(0, 4).toString('hex');
  if (start.length === 0) return 'empty';
  if (start.toString('latin1').startsWith('#!')) return 'a script';
  if (/^(feedfac[ef]|c[ef]faedfe|cafebabe)$/.test(magic)) return 'a program for macOS (Mach-O)';
  if (magic.startsWith('4d5a')) return 'a program for Windows (PE)';
  if (magic.startsWith('1f8b') || magic.startsWith('504b')) return 'an archive';
  return 'something else';
}
