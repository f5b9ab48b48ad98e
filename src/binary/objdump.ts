import { UserError } from '../base/userError.js';
import { runForBytes, type BytesResult } from '../process/run.js';
import { elfParts } from './archive.js';
import { requireAllSymbols } from './complete.js';
import { ElfFile } from './elfFile.js';
import { parseSymbols } from './symbols.js';

/**
 * What `objdump -p -T` prints of a file: segments and dynamic symbols. Works on stripped files, since plugin.Open
 * needs the dynamic symbols too. Symbols come last, so that with all of them everything else is there as well.
 * @param file - absolute.
 * @param only - names of sections, where not all are asked for, nor what the file needs of others.
 * @throws UserError when objdump is missing, cannot read the file, or does not print all of it.
 */
export async function dumpSymbols(file: string, cwd: string, only: string[] = []): Promise<Buffer> {
  const { stdout } = await objdump(['-p', '-T', ...only.flatMap((section) => ['-j', section])], [file], cwd);
  requireAllSymbols(stdout, [file], 'dynamic', only);
  return stdout;
}

/**
 * The names in the symbol table of an object, archive or program; empty when it has been stripped.
 * @throws UserError as dumpSymbols does.
 */
export async function readSymbolTable(file: string, cwd: string): Promise<string[]> {
  const { stdout } = await objdump(['-t'], [file], cwd);
  requireAllSymbols(stdout, [file], 'static');
  return parseSymbols(stdout.toString()).map(({ name }) => name);
}

/**
 * The names of the global symbols that the object files in archives define.
 * @param archives - absolute; packages that Go has compiled are such archives, whose members in Go's own format
 *   objdump passes over with a complaint. Linker scripts (glibc's libm.a) hold no objects.
 * @throws UserError as dumpSymbols does.
 */
export async function readArchiveSymbols(archives: readonly string[], cwd: string): Promise<string[]> {
  const files = archives.filter((file) => elfParts(file).length > 0);
  if (files.length === 0) return [];
  const { stdout } = await runObjdump(['-t'], files, cwd);
  requireAllSymbols(stdout, files, 'static');
  return parseSymbols(stdout.toString())
    .filter(({ global }) => global)
    .map(({ name }) => name);
}

/** That a static program has no dynamic symbols, or a file no such section, is an answer. */
const ANSWER = /: not a dynamic object$|: section '.*' mentioned in a -j option, but not found/m;

/**
 * What objdump prints of a file that it can read.
 * @throws UserError
 */
async function objdump(args: string[], files: [string], cwd: string): Promise<BytesResult> {
  const result = await runObjdump(args, files, cwd);
  if (result.exitCode !== 0 && !ANSWER.test(result.stderr)) {
    // The headers show best what is wrong with an ELF file.
    for (const part of elfParts(files[0])) new ElfFile(part);
    throw new UserError(
      result.stderr.trim() || `objdump cannot read ${files[0]}`,
      'Is it a finished ELF file (a plugin or a program)? `file` tells what it is.',
    );
  }
  return result;
}

/** Through a pipe: a file would be cut off, with exit code 0, where the disk is full. */
function runObjdump(args: string[], files: readonly string[], cwd: string): Promise<BytesResult> {
  const reads = files.join(', ');
  return runForBytes('objdump', ['-w', ...args, ...files], { cwd, env: { LC_ALL: 'C' }, reads });
}
