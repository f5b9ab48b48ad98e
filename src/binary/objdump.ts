import { UserError } from '../base/userError.js';
import { runForBytes, type BytesResult } from '../process/run.js';
import { elfParts } from './archive.js';
import { expectSymbols, requireAllSymbols, type ExpectedSymbols } from './complete.js';
import { ElfFile } from './elfFile.js';
import { parseSymbols } from './symbols.js';

/**
 * What objdump -p -T prints about a file: segments and dynamic symbols. Works on stripped files, since plugin.Open also
 * needs the dynamic symbols. Symbols come last, so if all of them are there, everything else is, too.
 * @param file - absolute.
 * @param only - names of sections, if only their symbols are needed, without those that the file needs from other files.
 * @throws UserError if objdump is missing, cannot read the file, or does not print all of it.
 */
export async function dumpSymbols(file: string, cwd: string, only: string[] = []): Promise<Buffer> {
  const running = objdump(['-p', '-T', ...only.flatMap((section) => ['-j', section])], [file], cwd);
  return whole(running, () => expectSymbols([file], 'dynamic', only));
}

/**
 * The names in the symbol table of an object, archive or program; empty if it has been stripped.
 * @throws the same as dumpSymbols.
 */
export async function readSymbolTable(file: string, cwd: string): Promise<string[]> {
  const text = await whole(objdump(['-t'], [file], cwd), () => expectSymbols([file], 'static'));
  return parseSymbols(text.toString()).map(({ name }) => name);
}

/**
 * The names of the global symbols that the object files in archives define.
 * @param archives - absolute; packages that Go has compiled are such archives. For members in Go's format objdump only
 *   prints a complaint. Linker scripts (glibc's libm.a) contain no objects.
 * @throws the same as dumpSymbols.
 */
export async function readArchiveSymbols(archives: readonly string[], cwd: string): Promise<string[]> {
  const files = archives.filter((file) => elfParts(file).length > 0);
  if (files.length === 0) return [];
  const text = await whole(runObjdump(['-t'], files, cwd), () => expectSymbols(files, 'static'));
  return parseSymbols(text.toString())
    .filter(({ global }) => global)
    .map(({ name }) => name);
}

/**
 * What objdump prints, if that is all.
 * @param expect - counts the symbols; it is called while objdump works.
 * @throws UserError, about what objdump says first.
 */
async function whole(running: Promise<BytesResult>, expect: () => ExpectedSymbols): Promise<Buffer> {
  const expecting = Promise.resolve().then(expect);
  const [dumped, expected] = await Promise.allSettled([running, expecting]);
  if (dumped.status === 'rejected') throw dumped.reason;
  if (expected.status === 'rejected') throw expected.reason;
  requireAllSymbols(dumped.value.stdout, expected.value);
  return dumped.value.stdout;
}

/** It is not a failure if a static program has no dynamic symbols, or if a file has no such section. */
const ANSWER = /: not a dynamic object$|: section '.*' mentioned in a -j option, but not found/m;

/**
 * What objdump prints about a file that it can read.
 * @throws UserError if objdump fails.
 */
async function objdump(args: string[], files: [string], cwd: string): Promise<BytesResult> {
  const result = await runObjdump(args, files, cwd);
  if (result.exitCode !== 0 && !ANSWER.test(result.stderr)) {
    // The headers show best why an ELF file is wrong.
    for (const part of elfParts(files[0])) new ElfFile(part);
    throw new UserError(
      result.stderr.trim() || `objdump cannot read ${files[0]}`,
      'Name a plugin or program that go has built; `file` shows what a file is.',
    );
  }
  return result;
}

/** Through a pipe: if the disk is full, a file would be cut off, with exit code 0. */
function runObjdump(args: string[], files: readonly string[], cwd: string): Promise<BytesResult> {
  const reads = files.join(', ');
  return runForBytes('objdump', ['-w', ...args, ...files], { cwd, env: { LC_ALL: 'C' }, reads });
}
