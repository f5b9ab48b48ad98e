import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { CannotDo } from '../model/finding.js';
import type { BuildMode, OutputPlace } from '../model/options.js';

/** What `go build` appends to the name of a program in each mode (cmd/go/internal/work/init.go). */
const EXTENSION: Record<BuildMode, string> = { plugin: '.so', 'c-shared': '.so', 'c-archive': '.a', exe: '' };

/** The output file of a main package: named by its import path, as `go build` does (load.DefaultExecName). */
export function outputFile(place: OutputPlace, importPath: string, buildMode: BuildMode): string {
  if ('file' in place) return place.file;
  const elements = importPath.split('/');
  const last = elements.length > 1 && /^v([2-9]|[1-9]\d+)$/.test(elements.at(-1) ?? '') ? -2 : -1;
  return join(place.dir, `${elements.at(last) ?? ''}${EXTENSION[buildMode]}`);
}

/** Where the go command writes the C header of a c-shared or c-archive output. */
export function headerOf(output: string): string {
  return output.slice(0, output.length - extname(output).length) + '.h';
}

/**
 * Checks before a long build that `output` can be written, and makes its directory.
 * @throws CannotDo saying what is in the way.
 */
export function checkOutput(output: string): void {
  const dir = dirname(output);
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new CannotDo(`cannot write ${output}: ${code}`, 'Choose another place with -o.');
  }
  if (statSync(output, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new CannotDo(
      `cannot write ${output}: it is a directory`,
      `Write -o ${output}/ to put the plugin into it.`,
    );
  }
}

/** Puts a finished file (and its header) where the user wants it; each appears by rename, whole or not at all. */
export function publishOutput(built: string, output: string): void {
  publishFile(built, output);
  if (existsSync(headerOf(built))) publishFile(headerOf(built), headerOf(output));
}

function publishFile(from: string, to: string): void {
  const draft = join(dirname(to), `.${basename(to)}.${String(process.pid)}`);
  try {
    copyFileSync(from, draft, constants.COPYFILE_FICLONE);
    renameSync(draft, to);
  } finally {
    rmSync(draft, { force: true });
  }
}
