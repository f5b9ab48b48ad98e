import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import glob from 'fast-glob';
import { PREFIX } from './treeContenders.js';

/**
 * Compares the dependencies' Go files in a tree of ours with those of the Go rewriter, byte by byte.
 * @throws Error if they differ although only imports should be renamed: then the times compare different work.
 */
export async function compareTrees(ours: string, theirs: string): Promise<string> {
  const ourModules = join(ours, '.gorename-plugin/modules');
  const theirModules = join(theirs, 'modules', PREFIX);
  const files = await listGoFiles(ourModules);
  const missing = (await listGoFiles(theirModules)).filter((file) => !files.includes(file));
  const same = (file: string): boolean =>
    readFileSync(join(ourModules, file)).equals(readFileSync(join(theirModules, file)));
  const differing = files.filter((file) => !same(file));
  // Imports are all that the Go rewriter knows.
  const unexplained = differing.filter(
    (file) => !/^\/\/go:linkname .*\./m.test(readText(join(theirModules, file))),
  );
  if (missing.length > 0 || unexplained.length > 0) {
    throw new Error(`the trees of tool and Go rewriter differ: ${[...missing, ...unexplained].join(', ')}`);
  }
  const linknames = differing.length === 0 ? '' : `, but for ${differing.length} with \`//go:linkname\``;
  return `With \`--no-isolate\` its ${files.length} Go files are byte for byte those of the Go rewriter${linknames}.`;
}

function listGoFiles(dir: string): Promise<string[]> {
  return glob('**/*.go', { cwd: dir, dot: true });
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
