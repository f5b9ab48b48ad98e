import { lstatSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { draftOwner } from './drafts.js';
import { readSmall } from './records.js';
import { isInUse, namesIn, sweepDrafts, sweepLocks } from './sweep.js';
import { TREE_MARKER } from './treeMarker.js';
import { lastUse } from './lastUse.js';

/** Directories of trees, in the work directory. */
export const TREES = ['modules', 'plugins', 'programs'] as const;

/** Directories of records, and the names of the files in them. */
const RECORDS = {
  sets: /^[0-9a-f]{64}\./,
  prefixes: /^\w+$/,
  uses: /^[0-9a-f]{64}\.json$/,
  graphs: /^[0-9a-f]{64}(-[0-9a-f]{16}){0,2}\.json$/,
  hosts: /^[0-9a-f]{64}\.json$/,
  digests: /^[0-9a-f]{64}\.json$/,
  fingerprints: /^[0-9a-f]{64}-[0-9a-f]{16}\.json$/,
  names: /^.+-[0-9a-f]{8}\.json$/,
  places: /^.+-[0-9a-f]{8}\.json$/,
};

/** What files in them begin with whose names could be those of others: `names/users-20240101.json`. */
const CONTENT: Partial<Record<RecordKind, RegExp>> = {
  prefixes: /^[0-9a-f]{64}$/,
  names: /^\S+ [0-9a-f]{64}\n/,
  places: /^\S+ [0-9a-f]{64}\n/,
};

type TreeKind = (typeof TREES)[number];
type RecordKind = keyof typeof RECORDS;

/** Something that the work directory keeps from build to build. */
export interface Entry {
  kind: TreeKind | RecordKind;
  /** Absolute. */
  path: string;
  /** Milliseconds since 1970. */
  usedAt: number;
}

/** All trees and records of a work directory that belong to this tool, least recently used first. */
export function listEntries(workDir: string): Entry[] {
  const trees = TREES.flatMap((kind) =>
    namesIn(join(workDir, kind))
      .map((name) => join(workDir, kind, name))
      .filter(isTree)
      .map((path) => ({ kind, path, usedAt: lastUse(path) })),
  );
  const records = (Object.keys(RECORDS) as RecordKind[]).flatMap((kind) =>
    namesIn(join(workDir, kind))
      .filter((name) => RECORDS[kind].test(name))
      .map((name) => ({ kind, path: join(workDir, kind, name) }))
      .flatMap((entry) => {
        const file = lstatSync(entry.path, { throwIfNoEntry: false });
        return file?.isFile() && (CONTENT[kind]?.test(startOf(entry.path)) ?? true)
          ? [{ ...entry, usedAt: file.mtimeMs }]
          : [];
      }),
  );
  return [...trees, ...records].sort((one, other) => one.usedAt - other.usedAt);
}

/** Whether a process builds in a work directory, as far as that is known. */
export function isBuilding(workDir: string): boolean {
  return namesIn(`${workDir}/`).some((name) => {
    const owner = draftOwner(name);
    return owner !== undefined && owner.pid !== process.pid && isInUse(owner, join(workDir, name));
  });
}

/** Removes what killed processes have left in a work directory, and nothing else. */
export function sweepWorkDirectory(workDir: string): void {
  // The work directory itself may be a link.
  for (const kind of ['', ...TREES, ...Object.keys(RECORDS)]) sweepDrafts(`${workDir}/${kind}`);
  for (const kind of TREES) sweepLocks(join(workDir, kind));
}

/** Removes the work directory's subdirectories, and itself, if they are empty. */
export function removeEmptyDirectories(workDir: string): void {
  const marks = TREES.map((kind) => join('used', kind));
  for (const dir of [...TREES, ...Object.keys(RECORDS), ...marks, 'used', '.']) {
    try {
      rmdirSync(join(workDir, dir));
    } catch {
      // It is not empty, or does not exist.
    }
  }
}

function isTree(path: string): boolean {
  const isThere = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere && lstatSync(join(path, TREE_MARKER), { throwIfNoEntry: false })?.isFile() === true;
}

/** The first characters of a file; none where it cannot be read. */
function startOf(file: string): string {
  return readSmall(file)?.toString('latin1', 0, 200) ?? '';
}
