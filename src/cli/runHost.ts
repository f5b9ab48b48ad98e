import { resolve } from 'node:path';
import { UserError } from '../base/userError.js';
import { toManifest } from '../host/manifest.js';
import { readHost } from '../host/readHost.js';
import { writeManifest } from '../host/writeManifest.js';
import { formatJson } from '../report/formatJson.js';
import type { Outcome } from './exit.js';

/**
 * Writes the manifest of a host.
 * @param output - undefined for standard output.
 * @throws UserError if the program is not a host binary.
 */
export async function runHost(program: string, output: string | undefined, outcome: Outcome): Promise<void> {
  const cwd = process.cwd();
  const host = await readHost(resolve(cwd, program), cwd);
  if (host.source !== 'binary') {
    throw new UserError(
      `${program} is not a binary; manifests are made from host binaries`,
      'Build the host, and name the built program.',
    );
  }
  const manifest = toManifest(host);
  if (output === undefined) outcome.documents.push(manifest);
  else writeManifest(formatJson(manifest), resolve(cwd, output), cwd);
}
