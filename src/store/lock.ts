import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../base/userError.js';
import { endOrphans } from '../process/children.js';
import { lifeOf } from '../process/identity.js';
import { interruption } from '../process/interruption.js';
import { makeDirectory } from '../base/directories.js';
import { LockDirectory, type Holder } from './lockDirectory.js';

/** Milliseconds between two signs of life of a lock's owner, which count where its process cannot be looked up. */
const HEARTBEAT = 5000;

/** Milliseconds without one after which the owner is taken for dead. Network file systems show changes a minute late. */
const SILENCE = 90_000;

/** Milliseconds between two attempts, and those after which the wait is reported. */
const RETRY = 100;
const PATIENCE = 1000;

/** A lock that this process holds. */
export interface HeldLock {
  /** @throws UserError when the lock is gone: another process may have worked on the same files since. */
  check: () => void;
}

/**
 * Runs `action` while no other process works on `path` (which need not exist). Waits for its turn; the lock of a
 * process that has ended is taken over at once.
 * @param what - what is being built, for messages.
 * @param report - called once when the wait takes longer than a second.
 * @throws the interruption's reason.
 */
export async function withLock<T>(
  path: string,
  { what, report }: { what: string; report: (message: string) => void },
  action: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  makeDirectory(dirname(path));
  const lock = new LockDirectory(`${path}.lock`);
  await acquire(lock, (holder) => {
    report(`waiting for ${what}: ${describe(holder)} builds it`);
  });
  const heartbeat = setInterval(() => {
    lock.beat();
  }, HEARTBEAT).unref();
  const check = (): void => {
    if (lock.isHeld()) return;
    throw new UserError(
      `lost the lock of ${what}: ${lock.dir} was removed or taken by another process during the build`,
      'Run the build again. A cleaner of temporary files must leave the work directory alone (--work-dir names another).',
    );
  };
  try {
    return await action({ check });
  } finally {
    clearInterval(heartbeat);
    lock.release();
  }
}

/**
 * Runs `action` if nobody works on `path`.
 * @returns false when somebody does, or it cannot be known.
 */
export function withFreeLock(path: string, action: () => void): boolean {
  const lock = new LockDirectory(`${path}.lock`);
  try {
    const holder = lock.take();
    if (holder !== undefined && !takeOverFromDead(lock, holder)) return false;
  } catch {
    // Another user's work directory.
    return false;
  }
  try {
    action();
  } finally {
    lock.release();
  }
  return true;
}

async function acquire(lock: LockDirectory, report: (holder: Holder) => void): Promise<void> {
  const startedAt = performance.now();
  let reported = false;
  let seen: { beat: string; at: number } | undefined;
  for (;;) {
    const holder = lock.take();
    if (holder === undefined || takeOverFromDead(lock, holder)) return;
    const now = performance.now();
    // Signs of life are compared with each other: clocks of machines, and of file systems, may differ.
    if (seen?.beat !== holder.beat) seen = { beat: holder.beat, at: now };
    const silent = lifeOf(holder.owner) === 'unknown' && now - seen.at > SILENCE;
    if (silent && lock.takeOver(holder)) return;
    if (!reported && now - startedAt > PATIENCE) {
      report(holder);
      reported = true;
    }
    await setTimeout(RETRY, undefined, { signal: interruption });
  }
}

function takeOverFromDead(lock: LockDirectory, holder: Holder): boolean {
  const life = lifeOf(holder.owner);
  const ended = life === 'ended' || (life === 'unknown' && holder.age > SILENCE);
  if (!ended || !lock.takeOver(holder)) return false;
  // The go command of a process that was killed goes on, in the tree that is now to be written.
  endOrphans(holder.owner);
  return true;
}

function describe({ owner }: Holder): string {
  const elsewhere = lifeOf(owner) === 'unknown' && owner.host !== '';
  return `process ${String(owner.pid)}${elsewhere ? ` on ${owner.host}` : ''}`;
}
