/** The compiled code of tree-sitter and its grammar of Go, for each system. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './project.js';

/** Names of the two files, without `.node`, and of the packages that they belong to. */
export const ADDONS = ['tree-sitter', 'tree-sitter-go'] as const;

/**
 * The compiled code for the system that this script runs on: as its package has it, or as npm has compiled it.
 * @throws Error if there is none.
 */
export function addonOfThisSystem(name: (typeof ADDONS)[number]): string {
  const dir = join(projectDir, 'node_modules', name);
  const candidates = [
    join(
      dir,
      'build/Release',
      `${name.replaceAll('-', '_')}_${name === 'tree-sitter' ? 'runtime_' : ''}binding.node`,
    ),
    join(dir, 'prebuilds', `${process.platform}-${process.arch}`, `${name}.node`),
  ];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`${name} has no compiled code for this system: run \`npm rebuild ${name}\``);
  return found;
}
