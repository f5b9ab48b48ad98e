import { CannotDo } from '../model/finding.js';
import { runProcess } from '../process/run.js';
import {
  parseNeeded,
  parseSymbols,
  parseSectionBytes,
  packageHashSymbols,
  type BuiltFile,
  type ObjectSymbol,
} from './symbols.js';

/**
 * Reads a built file with objdump: its dynamic symbols and, from one short range of .rodata, the package hashes.
 * Works on stripped files, since plugin.Open needs the dynamic symbols too.
 * @param file absolute; @throws CannotDo when objdump is missing or cannot read the file.
 */
export async function readBuiltFile(file: string, cwd: string): Promise<BuiltFile> {
  const symbols = parseSymbols(await objdump(['-T', file], cwd));
  const hashes = packageHashSymbols(symbols);
  if (hashes.length === 0) return { symbols, packageHashes: new Map() };
  const start = Math.min(...hashes.map(({ symbol }) => symbol.address));
  const end = Math.max(...hashes.map(({ symbol }) => symbol.address + symbol.size));
  const range = [`--start-address=0x${start.toString(16)}`, `--stop-address=0x${end.toString(16)}`];
  const bytes = parseSectionBytes(await objdump(['-s', ...range, file], cwd));
  const packageHashes = new Map(
    hashes.map(({ importPath, symbol }) => [importPath, bytes.read(symbol.address, symbol.size)]),
  );
  return { symbols, packageHashes };
}

/** The Go release of a file without build info, as the linker has told its runtime; empty where it is not there. */
export async function readLinkedRelease(
  file: string,
  symbols: readonly ObjectSymbol[],
  cwd: string,
): Promise<string> {
  const symbol = symbols.find(({ name }) => name === 'runtime.buildVersion.str');
  if (symbol === undefined) return '';
  const { address, size } = symbol;
  const range = [`--start-address=${String(address)}`, `--stop-address=${String(address + size)}`];
  const bytes = parseSectionBytes(await objdump(['-s', ...range, file], cwd)).read(address, size);
  return Buffer.from(bytes, 'hex').toString().replace(/\0.*$/s, '');
}

/** The names in the symbol table of an object, archive or program; empty when it has been stripped. */
export async function readSymbolTable(file: string, cwd: string): Promise<string[]> {
  return parseSymbols(await objdump(['-t', file], cwd)).map(({ name }) => name);
}

/** The names of the shared libraries that a file asks the dynamic linker for (its NEEDED entries). */
export async function readNeeded(file: string, cwd: string): Promise<string[]> {
  return parseNeeded(await objdump(['-p', file], cwd));
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

/** What objdump prints of a file. @throws CannotDo. */
export async function objdump(args: string[], cwd: string): Promise<string> {
  const result = await runProcess('objdump', ['-w', ...args], { cwd, env: { LC_ALL: 'C' } });
  // A static program has no dynamic symbols, which is an answer.
  if (result.exitCode !== 0 && !result.stderr.includes(': not a dynamic object')) {
    throw new CannotDo(
      result.stderr.trim() || `objdump cannot read ${args.at(-1) ?? ''}`,
      'Is it a finished ELF file (a plugin or a program)? `file` tells what it is.',
    );
  }
  return result.stdout;
}
