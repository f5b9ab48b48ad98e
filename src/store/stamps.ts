import { createHash } from 'node:crypto';
import { existsSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readEntries } from '../base/fileNames.js';
import { diskPath } from '../base/diskPath.js';
import type { BuildInputs } from './buildInputs.js';
import type { RecordSchema } from './records.js';

/** The state of a build's inputs: a path's stamp changes with its content. */
export interface Stamps {
  files: Record<string, string>;
  directories: Record<string, string>;
  absent: string[];
  /** Entries that the build writes into these directories; they do not count. */
  outputs: string[];
}

const paths = v.record(v.string(), v.string());

/** The form of {@link Stamps} in a record. */
export const stampsSchema = v.object({
  files: paths,
  directories: paths,
  absent: v.array(v.string()),
  outputs: v.array(v.string()),
}) satisfies RecordSchema<Stamps>;

/** Clocks of file systems tick more slowly than programs run; a change within one tick does not change a stamp. */
const CLOCK_TICK = 100;

/**
 * Stamps the inputs of a build after they have been read; a later change gives a different stamp.
 * @param startedAt - milliseconds since 1970, before anything was read.
 * @param outputs - absolute paths that the build writes, perhaps among its sources.
 * @returns undefined if something has changed, or is gone, since.
 */
export function stampInputs(
  { files, directories, absent }: BuildInputs,
  startedAt: number,
  outputs: string[],
): Stamps | undefined {
  const isLate = (path: string): boolean => statSync(diskPath(path)).ctimeMs > startedAt - CLOCK_TICK;
  const isDisturbed = (directory: string): boolean =>
    isLate(directory) &&
    readEntries(directory)
      .map(({ name }) => join(directory, name))
      .some((path) => !outputs.includes(path) && isLate(path));
  return unlessGone(() => {
    if (files.some(isLate) || directories.some(isDisturbed)) return undefined;
    const named = directories.map((directory) => [directory, stampDirectory(directory, outputs)]);
    return {
      files: Object.fromEntries(files.map((file) => [file, stampFile(file)])),
      directories: Object.fromEntries(named) as Record<string, string>,
      absent,
      outputs,
    };
  });
}

/** Whether all stamps are still the same. */
export function areUnchanged({ files, directories, absent, outputs }: Stamps): boolean {
  const same = unlessGone(
    () =>
      Object.entries(files).every(([file, stamp]) => stampFile(file) === stamp) &&
      Object.entries(directories).every(([path, stamp]) => stampDirectory(path, outputs) === stamp) &&
      !absent.some((file) => existsSync(diskPath(file))),
  );
  return same === true;
}

/** @returns undefined if the file system reports an error. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

/**
 * The inode and its times. Nobody can set the change time back, so an edit is detected even if the size and the
 * modification time are restored; a file that replaces another has a different inode.
 */
export function stampFile(file: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(diskPath(file), { bigint: true });
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

/** The names in a directory, and the targets of its links. */
function stampDirectory(directory: string, outputs: readonly string[]): string {
  const names = readEntries(directory)
    .filter(({ name }) => !outputs.includes(join(directory, name)))
    .map((entry) => {
      if (entry.isSymbolicLink())
        return `${entry.name}@${readlinkSync(diskPath(join(directory, entry.name)), 'latin1')}`;
      return `${entry.name}${entry.isDirectory() ? '/' : ''}`;
    });
  return createHash('sha256').update(JSON.stringify(names.sort())).digest('hex').slice(0, 16);
}
