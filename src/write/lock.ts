import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import lockfile from 'proper-lockfile';

/**
 * Runs `action` while no other process works on `path` (which need not exist). Waits for its turn; the lock of a
 * process that died is taken over.
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const release = await lockfile.lock(path, {
    realpath: false,
    stale: 60_000,
    retries: { retries: 36_000, factor: 1, minTimeout: 100, maxTimeout: 100 },
  });
  try {
    return await action();
  } finally {
    await release();
  }
}
