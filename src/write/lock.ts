import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { interruption } from '../process/interruption.js';

/** Milliseconds after which the lock of a process that died is taken over; a living one renews its own in time. */
const STALE = 20_000;

/**
 * Runs `action` while no other process works on `path` (which need not exist). Waits for its turn; the lock of a
 * process that died is taken over.
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const release = await acquire(path);
  try {
    return await action();
  } finally {
    await release();
  }
}

/** Tries until the lock is free; the library's own retries would not end with an interruption. */
async function acquire(path: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await lockfile.lock(path, { realpath: false, stale: STALE });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    await setTimeout(100, undefined, { signal: interruption });
  }
}
