import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './project.js';

/**
 * The bun that npm has installed for this system.
 * @throws Error if there is none.
 */
export function installedBun(): string {
  // The install script of `bun`, if npm runs it, moves the program from the package of the system.
  const { platform, arch } = process;
  const candidates = ['', '-musl'].map(
    (suffix) => `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}${suffix}/bin/bun`,
  );
  const files = [...candidates, 'bun/bin/bun.exe'].map((path) => join(projectDir, 'node_modules', path));
  const found = files.find((file) => existsSync(file));
  if (found === undefined) throw new Error('there is no bun for this system: run `npm ci`');
  return found;
}
