import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../base/userError.js';
import { endOrphans } from '../process/children.js';
import { lifeOf, thisProcess } from '../process/identity.js';
import { interruption } from '../process/call.js';
import { makeDirectory } from '../base/directories.js';
import { LockDirectory, type Holder } from './lockDirectory.js';

/** Milliseconds between two heartbeats of a lock's owner; they count if its process cannot be looked up. */
const HEARTBEAT = 5000;

/** Milliseconds without a heartbeat until the owner counts as dead. Network file systems may be a minute late. */
const SILENCE = 90_000;

/** Milliseconds between two attempts, and those after which the wait is reported. */
const RETRY = 100;
const PATIENCE = 1000;

/** A lock that this process holds. */
export interface HeldLock {
  /** @throws UserError if the lock is gone: another process may have worked on the same files since. */
  check: () => void;
}

/**
 * Runs `action` while no other process works on `path` (which need not exist). Waits until it is free; the lock of a
 * process that has ended is taken over immediately.
 * @param what - what is being built, for messages.
 * @param report - called once if the wait for another process takes longer than a second.
 * @throws the interruption's reason if that stops the wait.
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
      `lost the lock of ${what}: ${lock.dir} was removed, or taken by another process, during the build`,
      'Run the build again. Programs that delete temporary files must not touch the work directory (choose another one with --work-dir).',
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
 * Runs `action` if no process works on `path`.
 * @returns false if one does, or if that is not known.
 */
export function withFreeLock(path: string, action: () => void): boolean {
  const lock = new LockDirectory(`${path}.lock`);
  try {
    const holder = lock.take();
    if (holder !== undefined && !takeOverFromDead(lock, holder)) return false;
  } catch {
    // The work directory of another user.
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
    // Heartbeats are compared with each other: clocks of machines, and of file systems, may differ.
    if (seen?.beat !== holder.beat) seen = { beat: holder.beat, at: now };
    const silent = lifeOf(holder.owner) === 'unknown' && now - seen.at > SILENCE;
    if (silent && lock.takeOver(holder)) return;
    if (!reported && now - startedAt > PATIENCE) {
      // Another build of this run, such as that for another host, is shown anyway.
      if (!isThisProcess(holder)) report(holder);
      reported = true;
    }
    await setTimeout(RETRY, undefined, { signal: interruption() });
  }
}

function isThisProcess({ owner }: Holder): boolean {
  const { pid, start, machine } = thisProcess();
  return owner.pid === pid && owner.start === start && owner.machine === machine;
}

function takeOverFromDead(lock: LockDirectory, holder: Holder): boolean {
  const life = lifeOf(holder.owner);
  const ended = life === 'ended' || (life === 'unknown' && holder.age > SILENCE);
  if (!ended || !lock.takeOver(holder)) return false;
  // The go command of a killed process continues, in the tree that this process will write.
  endOrphans(holder.owner);
  return true;
}

function describe({ owner }: Holder): string {
  const elsewhere = lifeOf(owner) === 'unknown' && owner.host !== '';
  return `process ${String(owner.pid)}${elsewhere ? ` on ${owner.host}` : ''}`;
}
