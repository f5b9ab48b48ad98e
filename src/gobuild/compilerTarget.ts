import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CLibrary } from '../model/cLibrary.js';
import { UserError } from '../base/userError.js';
import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess, type ProcessResult } from '../process/run.js';
import { readElfHeaders } from '../binary/elf.js';
import { dumpSymbols } from '../binary/objdump.js';

/** The target of a C compiler. */
export interface CompilerTarget {
  /** Empty if it is unknown, or for a machine that Go does not know. */
  goarch: string;
  cLibrary: CLibrary | undefined;
}

/** A program that needs the C library. */
const SOURCE = '#include <stdio.h>\nint gorename_plugin(void) { return puts(""); }\n';

/** Machines in what `gcc -dumpmachine` prints → GOARCH. */
const MACHINES: [RegExp, string][] = [
  [/^x86_64/, 'amd64'],
  [/^i\d86/, '386'],
  [/^(aarch64|arm64)/, 'arm64'],
  [/^arm/, 'arm'],
  [/^(powerpc64le|ppc64le)/, 'ppc64le'],
  [/^s390x/, 's390x'],
  [/^riscv64/, 'riscv64'],
  [/^loongarch64/, 'loong64'],
];

/**
 * Links a small library with the build's C compiler, and reads the result: `musl-gcc` and similar ones are gcc with other
 * files, and report that they are gcc. CC is split as the go command does it, and gets the same flags as from cgo.
 * @param tempDir - absolute, exists.
 * @returns undefined if it cannot be run, which requireTools reports.
 */
export async function askCompiler(
  settings: GoSettings,
  tempDir: string,
): Promise<CompilerTarget | undefined> {
  const words = (name: string): string[] => splitQuoted(settings.env[name] ?? '');
  const [command, ...args] = words('CC');
  if (command === undefined) return undefined;
  const source = join(tempDir, 'c-library.c');
  const library = join(tempDir, 'c-library.so');
  writeFileSync(source, SOURCE);
  // -m32 and the like: what go adds for the target (cmd/go/internal/work/exec.go, gccArchArgs).
  const ofTarget = words('GOGCCFLAGS').filter((word) => word.startsWith('-m'));
  const flags = [...ofTarget, ...words('CGO_CPPFLAGS'), ...words('CGO_CFLAGS'), '-fPIC', '-shared'];
  const linked = await tryRun(
    command,
    [...args, ...flags, '-o', library, source, ...words('CGO_LDFLAGS')],
    tempDir,
  );
  if (linked === undefined) return undefined;
  if (linked.exitCode === 0) {
    try {
      const { goarch, cLibrary } = readElfHeaders(library, await dumpSymbols(library, tempDir));
      return { goarch, cLibrary };
    } catch (error) {
      // It is not an ELF file, or objdump is missing.
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
  const machine = (await tryRun(command, [...args, '-dumpmachine'], tempDir))?.stdout.trim() ?? '';
  return { goarch: MACHINES.find(([pattern]) => pattern.test(machine))?.[1] ?? '', cLibrary: undefined };
}

async function tryRun(command: string, args: string[], cwd: string): Promise<ProcessResult | undefined> {
  try {
    return await runProcess(command, args, { cwd });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
