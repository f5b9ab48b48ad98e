import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const projectDir = join(import.meta.dirname, '../..');

/** Go modules that are part of the program. */
export const GO_MODULES = ['shims', 'typecheck', 'probe'];

export const packageJson = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
  description: string;
  license: string;
  engines: { node: string };
};

/**
 * The files below a directory of the package, in a fixed order.
 * @returns paths below the package's root.
 */
export function filesBelow(dir: string): string[] {
  return readdirSync(join(projectDir, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectDir, join(entry.parentPath, entry.name)))
    .sort();
}

/** The version of an installed package. */
export function packageVersion(name: string): string {
  const text = readFileSync(join(projectDir, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
