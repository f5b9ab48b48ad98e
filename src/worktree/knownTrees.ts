import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { versionOfCopy } from '../names/nameMap.js';
import type { KnownTrees } from '../names/restoreTrace.js';
import { knownDirectoryNames } from './directoryNames.js';

/** The names for a trace that the dependency sets in a work directory, which need not exist, record. */
export function knownTrees(workDir: string): KnownTrees {
  const modules = join(workDir, 'modules');
  const setsOf = new Map<string, string[]>();
  for (const set of list(modules)) {
    // A prefix contains no hyphen; after one there is the hash of a set whose prefix does not contain it (workTree.ts).
    const prefix = set.replace(/-[0-9a-f]{8}$/, '');
    if (/^\w+$/.test(prefix)) setsOf.set(prefix, [...(setsOf.get(prefix) ?? []), set]);
  }
  const names = knownDirectoryNames(workDir);
  return {
    workDir,
    originalDirectory: (name) => names.get(name),
    prefixes: [...setsOf.keys()],
    versionOf(prefix, module) {
      const copies = (setsOf.get(prefix) ?? [])
        .flatMap((set) => list(join(modules, set, dirname(module))))
        .filter((name) => name.startsWith(`${basename(module)}@`));
      const versions = new Set(copies.map(versionOfCopy));
      return versions.size === 1 ? [...versions][0] : undefined;
    },
  };
}

function list(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir) : [];
}
