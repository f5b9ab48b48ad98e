import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotDo } from '../model/finding.js';
import { runProcess } from '../process/run.js';
import { parseSymbols } from './symbols.js';

/**
 * What `objdump -p -T` prints of a file: segments and dynamic symbols. Works on stripped files, since plugin.Open needs
 * the dynamic symbols too.
 * @param file absolute; @param only names of sections, where not all are asked for, nor what the file needs of others.
 * @throws CannotDo when objdump is missing or cannot read the file.
 */
export async function dumpSymbols(file: string, cwd: string, only: string[] = []): Promise<Buffer> {
  const args = ['-p', '-T', ...only.flatMap((section) => ['-j', section]), file];
  // objdump writes 4 KB at a time, and to a pipe each of them would wake this process up: a file takes half the time.
  const output = openUnnamedFile();
  try {
    await objdump(args, cwd, output);
    const text = Buffer.allocUnsafe(fstatSync(output).size);
    readSync(output, text, { position: 0 });
    return text;
  } finally {
    closeSync(output);
  }
}

/** The names in the symbol table of an object, archive or program; empty when it has been stripped. */
export async function readSymbolTable(file: string, cwd: string): Promise<string[]> {
  return parseSymbols(await objdump(['-t', file], cwd)).map(({ name }) => name);
}

/**
 * The names of the global symbols that the object files in archives define. @param archives absolute; packages that
 * Go has compiled are such archives, whose members in Go's own format objdump passes over with a complaint.
 */
export async function readArchiveSymbols(archives: readonly string[], cwd: string): Promise<string[]> {
  if (archives.length === 0) return [];
  const { stdout } = await runProcess('objdump', ['-w', '-t', ...archives], { cwd, env: { LC_ALL: 'C' } });
  return parseSymbols(stdout)
    .filter(({ global }) => global)
    .map(({ name }) => name);
}

/** That a static program has no dynamic symbols, or a file no such section, is an answer. */
const ANSWER = /: not a dynamic object$|: section '.*' mentioned in a -j option, but not found/m;

/** What objdump prints of a file. @param stdout where to, if not to the result. @throws CannotDo. */
export async function objdump(args: string[], cwd: string, stdout?: number): Promise<string> {
  const result = await runProcess('objdump', ['-w', ...args], { cwd, env: { LC_ALL: 'C' }, stdout });
  if (result.exitCode !== 0 && !ANSWER.test(result.stderr)) {
    throw new CannotDo(
      result.stderr.trim() || `objdump cannot read ${args.at(-1) ?? ''}`,
      'Is it a finished ELF file (a plugin or a program)? `file` tells what it is.',
    );
  }
  return result.stdout;
}

/** @returns the descriptor of a new file that is gone once it is closed. @throws CannotDo. */
function openUnnamedFile(): number {
  const path = join(tmpdir(), `gorename-plugin-${randomUUID()}`);
  try {
    const file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return file;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw new CannotDo(`cannot write to ${tmpdir()}: ${reason}`, 'Choose another place with TMPDIR.');
  }
}
