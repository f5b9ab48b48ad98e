import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../base/userError.js';
import { lifeOf, ownedName, ownerOf, type Owner } from '../process/identity.js';
import { draftIn } from './drafts.js';
import { removeTree } from './removeTree.js';
import { writeFile } from './writeFile.js';

/** How often to try a lock if something else is at its path. */
const MOST_ATTEMPTS = 100;

/** The owner of a lock. */
export interface Holder {
  /** The file in the lock's directory. */
  name: string;
  owner: Owner;
  /** A different text after each heartbeat. */
  beat: string;
  /** Milliseconds since the last heartbeat, by the clock of the file system; 0 when that is in the future. */
  age: number;
}

/**
 * A lock: a directory with one file, whose name identifies its owner. A rename creates it, and fails while another lock
 * exists. A rename of that file takes it over, and succeeds for one process only.
 */
export class LockDirectory {
  #name = '';

  /**
   * @param dir - absolute; its parent exists.
   */
  constructor(readonly dir: string) {}

  /**
   * Takes the lock unless another process has it.
   * @returns that owner, or undefined if this process has the lock now.
   */
  take(): Holder | undefined {
    const draft = draftIn(dirname(this.dir));
    const name = ownedName();
    mkdirSync(draft);
    try {
      writeFile(join(draft, name), '.');
      for (let attempts = 0; ; attempts++) {
        if (renames(draft, this.dir)) {
          this.#name = name;
          return undefined;
        }
        const holder = this.#holder(statSync(join(draft, name)).mtimeMs);
        if (holder !== undefined) return holder;
        // Another process may be trying to remove it, too.
        if (attempts === MOST_ATTEMPTS)
          throw new UserError(
            `cannot lock ${this.dir}`,
            'Remove what is at that path: builds keep their locks there.',
          );
        this.#removeStrays();
      }
    } finally {
      removeTree(draft);
    }
  }

  /**
   * Takes the lock from an owner that has ended.
   * @returns false when another process was faster.
   */
  takeOver(holder: Holder): boolean {
    const name = ownedName();
    if (!renames(join(this.dir, holder.name), join(this.dir, name))) return false;
    this.#name = name;
    return true;
  }

  /** Writes a heartbeat. Its time comes from the clock of the file system, because it is written, not set. */
  beat(): void {
    try {
      const file = openSync(join(this.dir, this.#name), 'r+');
      try {
        writeSync(file, '.', 0);
      } finally {
        closeSync(file);
      }
    } catch {
      // If the lock is gone, `isHeld` reports it.
    }
  }

  /** Whether the lock is still this process's. */
  isHeld(): boolean {
    return this.#name !== '' && statSync(join(this.dir, this.#name), { throwIfNoEntry: false }) !== undefined;
  }

  release(): void {
    if (this.#name === '') return;
    removeTree(join(this.dir, this.#name));
    this.#name = '';
    try {
      rmdirSync(this.dir);
    } catch {
      // Another process has it already.
    }
  }

  #holder(now: number): Holder | undefined {
    const holders = this.#entries().flatMap((name): Holder[] => {
      const owner = ownerOf(name);
      const time = owner && readTime(join(this.dir, name));
      if (owner === undefined || time === undefined) return [];
      return [{ name, owner, beat: String(time), age: Math.max(0, now - Number(time) / 1e6) }];
    });
    // There is one, except in directories that somebody has copied.
    return holders.find(({ owner }) => lifeOf(owner) !== 'ended') ?? holders[0];
  }

  /** Removes whatever blocks the lock's path, if it does not identify a process that has the lock. */
  #removeStrays(): void {
    // A file is at the path of the directory: only files can be unlinked, never a lock.
    if (
      attempt(() => {
        unlinkSync(this.dir);
      })
    )
      return;
    for (const name of this.#entries()) if (ownerOf(name) === undefined) removeTree(join(this.dir, name));
  }

  #entries(): string[] {
    try {
      return readdirSync(this.dir).sort();
    } catch {
      return [];
    }
  }
}

/** When a file was written, in nanoseconds; it is opened because a network file system updates the times of open files. */
function readTime(path: string): bigint | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file, { bigint: true }).mtimeNs;
    } finally {
      closeSync(file);
    }
  } catch {
    // It is gone, or belongs to another user.
    return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs;
  }
}

function renames(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'ENOENT'].includes(code)) return false;
    throw error;
  }
}

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
