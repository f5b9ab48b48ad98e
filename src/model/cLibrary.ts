/** The C libraries that programs on Linux are linked with; files that are linked with different ones are not compatible. */
export const C_LIBRARIES = ['glibc', 'musl'] as const;

export type CLibrary = (typeof C_LIBRARIES)[number];

/** Names of dynamic linkers (PT_INTERP): glibc's (sysdeps, shlib-versions) for all machines, and musl's. */
const INTERPRETERS: Record<CLibrary, RegExp> = {
  glibc: /^(ld-linux[\w-]*\.so\.\d+|ld64\.so\.\d+|ld\.so\.1)$/,
  musl: /^ld-musl-[\w.-]+\.so\.\d+$/,
};

/** Names of the libraries themselves (NEEDED): Debian's musl is `libc.so`, Alpine's `libc.musl-x86_64.so.1`. */
const LIBRARIES: Record<CLibrary, RegExp> = {
  glibc: /^libc\.so\.6(\.1)?$/,
  musl: /^(libc\.so|libc\.musl-[\w.-]+\.so\.\d+)$/,
};

/** Libraries of Android, whose libc is a `libc.so`, too. */
const OF_ANDROID = /^lib(log|android|dl)\.so$/;

/**
 * The C library that a file is linked with: a program's dynamic linker decides; a library has none, so the libraries that it needs decide.
 * @param interpreter - path of the dynamic linker that a program names; undefined for a library.
 * @returns undefined if the file has no C library, or one that is neither glibc nor musl.
 */
export function cLibraryOf(interpreter: string | undefined, needed: readonly string[]): CLibrary | undefined {
  const loader = interpreter?.slice(interpreter.lastIndexOf('/') + 1);
  if (loader !== undefined) {
    const byLoader = C_LIBRARIES.find((library) => INTERPRETERS[library].test(loader));
    if (byLoader !== undefined || /^linker(64)?$/.test(loader)) return byLoader;
  }
  if (needed.some((library) => OF_ANDROID.test(library))) return undefined;
  return C_LIBRARIES.find((library) => needed.some((name) => LIBRARIES[library].test(name)));
}

/** GOARCH → the first part of the names of cross compilers. */
const TRIPLES: Partial<Record<string, string>> = {
  '386': 'i686-linux',
  amd64: 'x86_64-linux',
  arm: 'arm-linux',
  arm64: 'aarch64-linux',
  loong64: 'loongarch64-linux',
  mips64le: 'mips64el-linux',
  ppc64le: 'powerpc64le-linux',
  riscv64: 'riscv64-linux',
  s390x: 's390x-linux',
};

/** The part after that, which Debian and musl-cross use for the C library; on arm it includes the calling convention. */
function compilerName(library: CLibrary, goarch: string): string {
  const ending = `${library === 'glibc' ? 'gnu' : 'musl'}${goarch === 'arm' ? 'eabihf' : ''}`;
  return `${TRIPLES[goarch] ?? `${goarch}-linux`}-${ending}-gcc`;
}

/** A C compiler to set in CC, and what to install for it. */
export interface SuggestedCompiler {
  /** e.g. `musl-gcc`. */
  command: string;
  /** Debian's package; undefined if there is none. */
  debian: string | undefined;
}

/**
 * The usual C compiler for a target on Linux.
 * @param native - whether the target is the machine that builds.
 */
export function suggestCompiler(library: CLibrary, goarch: string, native: boolean): SuggestedCompiler {
  if (native) {
    return library === 'musl'
      ? { command: 'musl-gcc', debian: 'musl-tools' }
      : { command: 'gcc', debian: 'gcc' };
  }
  const command = compilerName(library, goarch);
  // Debian's package names have no underscore.
  const debian =
    library === 'glibc' ? `gcc-${command.slice(0, -'-gcc'.length).replace('_', '-')}` : undefined;
  return { command, debian };
}

/** `CC=musl-gcc (Debian: apt-get install musl-tools)` */
export function describeCompiler({ command, debian }: SuggestedCompiler): string {
  return `CC=${command}${debian === undefined ? '' : ` (Debian: apt-get install ${debian})`}`;
}
