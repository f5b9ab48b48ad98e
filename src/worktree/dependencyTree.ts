import { basename } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../base/userError.js';
import { withLock } from '../store/lock.js';
import { checkSeal, sealSchema, sealTree } from './treeSeal.js';
import { isTaken, publishTree, readMarker, replaceMarker, type TreeWriter } from './treeWriter.js';

/**
 * A tree of dependencies: content-addressed and never changed after it is written, so that plugins with equal
 * dependencies share it without a lock.
 */
export interface DependencyTree {
  /** Absolute. */
  dir: string;
  /** Full digest of its content. */
  hash: string;
}

const markerSchema = v.object({ hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), ...sealSchema.entries });

/**
 * Makes sure that a tree exists and is unchanged: an altered, incomplete or missing one is written (again).
 * @param report - called once if another process writes it for longer than a second.
 * @throws UserError if another dependency set is at its path; what `write` throws.
 */
export async function provideDependencyTree(
  tree: DependencyTree,
  report: (message: string) => void,
  write: (writer: TreeWriter) => Promise<void> | void,
): Promise<void> {
  const publish = (existing: 'replace' | 'keep'): Promise<void> =>
    publishTree(tree.dir, (draft) => ({ hash: tree.hash, ...sealTree(draft) }), existing, write);
  if (isIntact(tree)) return;
  if (!isTaken(tree.dir)) {
    await publish('keep');
    // It may come from another process.
    if (isIntact(tree)) return;
  }
  // One process at a time, so that none removes a tree that another has just written and builds from.
  await withLock(tree.dir, { what: basename(tree.dir), report }, async (lock) => {
    if (isIntact(tree)) return;
    lock.check();
    await publish('replace');
  });
}

/**
 * Whether a finished tree exists and nobody has changed it.
 * @throws UserError if it belongs to another set.
 */
function isIntact({ dir, hash }: DependencyTree): boolean {
  const { success, output: marker } = v.safeParse(markerSchema, readMarker(dir));
  if (!success) return false;
  if (marker.hash !== hash) {
    throw new UserError(
      `${dir} contains another dependency set`,
      'Put {hash} into --prefix, or remove that directory.',
    );
  }
  const seal = checkSeal(dir, marker);
  if (seal === undefined) return false;
  if (seal !== marker) replaceMarker(dir, { hash, ...seal });
  return true;
}
