import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkedWithMusl } from '../base/linkedWithMusl.js';
import { PACKAGE_ROOT } from '../base/packageRoot.js';
import type { ProgramVersion } from './documents.js';

/** The commit that the program is compiled from; scripts/bundle.ts replaces it. */
declare const PROGRAM_COMMIT: string | undefined;

/** This tool's own version, e.g. `0.1.0`. */
export function packageVersion(): string {
  const text = readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}

/** Identifies the running program. */
export function programVersion(): ProgramVersion {
  const { bun, node } = process.versions;
  return {
    version: packageVersion(),
    commit: typeof PROGRAM_COMMIT === 'string' ? PROGRAM_COMMIT : null,
    runtime: bun === undefined ? `Node.js ${node}` : `Bun ${bun}`,
    target: target(),
  };
}

/** `0.1.0 (commit 623a8af22fcf, Node.js 20.20.2, linux_amd64)` */
export function formatVersion({ version, commit, runtime, target }: ProgramVersion): string {
  const short = commit?.replace(/^(.{12})[0-9a-f]*/, '$1') ?? 'unknown';
  return `${version} (commit ${short}, ${runtime}, ${target})`;
}

const ARCHITECTURES: Record<string, string> = { x64: 'amd64', ia32: '386' };

function target(): string {
  const { platform, arch, execPath } = process;
  const musl = platform === 'linux' && linkedWithMusl(execPath);
  return `${platform}_${ARCHITECTURES[arch] ?? arch}${musl ? '_musl' : ''}`;
}
