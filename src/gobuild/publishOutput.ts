import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { devNull } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../base/userError.js';
import type { BuildMode, BuildOutputPlace } from '../model/options.js';
import { shortPath } from '../base/shortPath.js';
import { makeDirectory, whyNotWritable } from '../base/directories.js';
import { sweepDrafts } from '../store/sweep.js';
import { appearAs } from '../store/writeFile.js';

/** What `go build` appends to the name of a program in each mode (cmd/go/internal/work/init.go). */
export const EXTENSION: Record<BuildMode, string> = {
  plugin: '.so',
  'c-shared': '.so',
  'c-archive': '.a',
  exe: '',
};

/**
 * The output file of a main package: named by its import path, or the first of the files that were named for it, as
 * `go build` does (load.DefaultExecName).
 */
export function outputFile(
  place: BuildOutputPlace,
  { from, files }: { from: string; files?: readonly string[] },
  buildMode: BuildMode,
): string {
  if ('file' in place) return place.file;
  const elements = from.split('/');
  const last = elements.length > 1 && /^v([2-9]|[1-9]\d+)$/.test(elements.at(-1) ?? '') ? -2 : -1;
  const name = files?.[0]?.replace(/\.go$/, '') ?? elements.at(last) ?? '';
  return 'pattern' in place
    ? place.pattern.replaceAll('{plugin}', name)
    : join(place.dir, `${name}${EXTENSION[buildMode]}`);
}

/** The path to which the go command writes the C header of a c-shared or c-archive output. */
export function headerOf(output: string): string {
  return output.slice(0, output.length - extname(output).length) + '.h';
}

/**
 * Checks before a long build that `output` can be written. Like the go command, it does not overwrite files that were not
 * built (a mistyped `-o main.go`), and /dev/null discards the output.
 * @param taken - outputs of the same run.
 * @param cwd - the user's directory.
 * @throws UserError that says what prevents it.
 */
export function checkOutput(output: string, taken: ReadonlySet<string>, cwd: string): void {
  if (output === devNull) return;
  const refuse = (reason: string, advice = 'Choose another path with -o.'): never => {
    throw new UserError(`cannot write ${shortPath(output, cwd)}: ${reason}`, advice);
  };
  const obstacle = whyNotWritable(dirname(output));
  if (obstacle !== undefined) refuse(obstacle);
  if (taken.has(output))
    refuse('it is already the output of another plugin', 'Pass a different -o for each.');
  if (isDirectory(output)) refuse('it is a directory', `Remove it, or pass a file in it with -o.`);
  if (isDirectory(headerOf(output))) refuse(`its header ${basename(headerOf(output))} is a directory`);
  if (existsSync(output) && !isBuilt(output)) refuse('it already exists and is not a built file');
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The first bytes of an ELF or Mach-O file (both byte orders, 32 and 64 bits), and of an archive. */
const BUILT = /^(\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|!<arch>\n)/;

/** Whether a file may be overwritten: empty or an object file, as in cmd/go/internal/work.(*Shell).CopyFile. */
function isBuilt(file: string): boolean {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) return false;
    const start = Buffer.alloc(8);
    const length = readSync(descriptor, start);
    return length === 0 || BUILT.test(start.toString('latin1'));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Puts a finished file (and its header) at the user's path; each appears by rename, completely or not at all.
 * @throws UserError if the file cannot be written after all.
 */
export function publishOutput(built: string, output: string, cwd: string): void {
  if (output === devNull) return;
  try {
    makeDirectory(dirname(output));
    sweepDrafts(dirname(output));
    if (existsSync(headerOf(built))) publishFile(headerOf(built), headerOf(output));
    publishFile(built, output);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UserError(`cannot write ${shortPath(output, cwd)}: ${code}`, 'Choose another path with -o.');
  }
}

function publishFile(from: string, to: string): void {
  appearAs(to, renameSync, (draft) => {
    moveOrCopy(from, draft);
  });
}

/** A new file inherits the group settings of its directory; a renamed file would not. */
const SET_GROUP_ID = 0o2000;

/** As cmd/go/internal/work.(*Shell).moveOrCopyFile: a rename if it has the same effect, else a copy. */
function moveOrCopy(from: string, to: string): void {
  if ((statSync(dirname(to)).mode & SET_GROUP_ID) === 0) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      // It is on a different file system.
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    }
  }
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}
