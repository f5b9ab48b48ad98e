import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The prefixes of all dependency sets in a work directory, which need not be there. */
export function knownPrefixes(workDir: string): string[] {
  const dir = join(workDir, 'modules');
  if (!existsSync(dir)) return [];
  // A prefix holds no hyphen; behind one comes the hash of a set whose prefix does not tell it (workTree.ts).
  const names = readdirSync(dir).map((name) => name.replace(/-[0-9a-f]{8}$/, ''));
  return [...new Set(names)].filter((name) => /^\w+$/.test(name));
}
