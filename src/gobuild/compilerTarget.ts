import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CLibrary } from '../model/cLibrary.js';
import { UserError } from '../base/userError.js';
import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess, type ProcessResult } from '../process/run.js';
import { readElfHeaders } from '../binary/elf.js';
import { dumpSymbols } from '../binary/objdump.js';

/** What a C compiler makes. */
export interface CompilerTarget {
  /** Empty where nothing tells, or for a machine that Go does not know. */
  goarch: string;
  cLibrary: CLibrary | undefined;
}

/** Something that needs the C library. */
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
 * Lets the C compiler of a build link a small library, and looks at it: `musl-gcc` and the like are gcc with other
 * files, and say that they are gcc. CC is split as the go command splits it, and gets what cgo would give it.
 * @param tempDir - absolute and there.
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
      // No ELF file, or no objdump.
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
