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

/** How often a lock is tried whose place holds something else. */
const MOST_ATTEMPTS = 100;

/** Who has a lock. */
export interface Holder {
  /** The file in the lock's directory. */
  name: string;
  owner: Owner;
  /** Another text after each sign of life. */
  beat: string;
  /** Milliseconds since the last one, by the clock of the file system; 0 when that is in the future. */
  age: number;
}

/**
 * A lock: a directory with one file, whose name tells its owner. It appears by a rename that fails while another one
 * holds it, and is taken over by a rename of that file, which succeeds for one process only.
 */
export class LockDirectory {
  #name = '';

  /**
   * @param dir - absolute; the directory above it is there.
   */
  constructor(readonly dir: string) {}

  /**
   * Takes the lock unless another has it.
   * @returns who, or undefined when this process has it now.
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
        // Another process may be as busy with it.
        if (attempts === MOST_ATTEMPTS)
          throw new UserError(`cannot lock ${this.dir}`, 'Remove what is in that place.');
        this.#removeStrays();
      }
    } finally {
      removeTree(draft);
    }
  }

  /**
   * Takes the lock from a holder that has ended.
   * @returns false when another process was faster.
   */
  takeOver(holder: Holder): boolean {
    const name = ownedName();
    if (!renames(join(this.dir, holder.name), join(this.dir, name))) return false;
    this.#name = name;
    return true;
  }

  /** A sign of life. Writing, unlike setting times, has them from the clock of the file system. */
  beat(): void {
    try {
      const file = openSync(join(this.dir, this.#name), 'r+');
      try {
        writeSync(file, '.', 0);
      } finally {
        closeSync(file);
      }
    } catch {
      // When the lock is gone, `isHeld` says so.
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
      // Another one has it already.
    }
  }

  #holder(now: number): Holder | undefined {
    const holders = this.#entries().flatMap((name): Holder[] => {
      const owner = ownerOf(name);
      const time = owner && readTime(join(this.dir, name));
      if (owner === undefined || time === undefined) return [];
      return [{ name, owner, beat: String(time), age: Math.max(0, now - Number(time) / 1e6) }];
    });
    // There is one, but for directories that somebody has copied.
    return holders.find(({ owner }) => lifeOf(owner) !== 'ended') ?? holders[0];
  }

  /** Removes what is in the lock's place, or in it, and says of no process that it has the lock. */
  #removeStrays(): void {
    // A file is in the place of the directory: only files can be unlinked, never a lock.
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

/** When a file was written, in nanoseconds; opened, since a network file system shows an open file as it is. */
function readTime(path: string): bigint | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file, { bigint: true }).mtimeNs;
    } finally {
      closeSync(file);
    }
  } catch {
    // Gone, or another user's.
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
