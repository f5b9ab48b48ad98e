/**
 * Flags of C compilers and linkers that are accepted from untrusted files: cmd/go's allowlists for `#cgo` lines
 * (GOROOT/src/cmd/go/internal/work/security.go, go1.26), but stricter. `#cgo` lines come with the sources that they
 * compile; a host's flags would compile the plugin's sources, so none of these may name a file, directory or program.
 */
export interface Rule {
  /** The regular expression of cmd/go, for a whole word. */
  go: string;
  /** The stricter expression instead, if cmd/go's allows too much; undefined refuses all that it allows. */
  ours: string | undefined;
}

const raw = String.raw;

/** Accepted as in cmd/go. */
const same = (go: string): Rule => ({ go, ours: go });
const narrower = (go: string, ours: string): Rule => ({ go, ours });
/** Names files or directories, or has an effect besides the object file. */
const refused = (go: string): Rule => ({ go, ours: undefined });

const LEVEL = '-O([0-3sgz]|fast)';
const DEBUG = '-g([0-3]|gdb[0-3]?|dwarf(-[2-5])?)?';
const MACHINE = raw`-m(abi|arch|cpu|fpu|simd|tls-dialect|tune)=[A-Za-z0-9][A-Za-z0-9.+_-]*`;
const FLOAT_ABI = '-mfloat-abi=(soft|softfp|hard)';
const SANITIZERS = '-fsanitize=[a-z][a-z,-]*';

/** validCompilerFlags, in its order. Macros may only be numbers: `-Dfree=system` would run a program. */
export const COMPILER_RULES: readonly Rule[] = [
  narrower(raw`-D([A-Za-z_][A-Za-z0-9_]*)(=[^@\-]*)?`, '-D[A-Za-z_][A-Za-z0-9_]*(=[0-9]+)?'),
  same(raw`-U([A-Za-z_][A-Za-z0-9_]*)`),
  refused(raw`-F([^@\-].*)`),
  refused(raw`-I([^@\-].*)`),
  same('-O'),
  narrower(raw`-O([^@\-].*)`, LEVEL),
  same('-W'),
  narrower(raw`-W([^@,]+)`, '-W[a-z][a-z0-9+]+(-[a-z0-9+]+)*(=[a-z0-9-]+)?'),
  same('-Wa,-mbig-obj'),
  narrower(raw`-Wp,-D([A-Za-z_][A-Za-z0-9_]*)(=[^@,\-]*)?`, '-Wp,-D[A-Za-z_][A-Za-z0-9_]*(=[0-9]+)?'),
  same(raw`-Wp,-U([A-Za-z_][A-Za-z0-9_]*)`),
  same('-ansi'),
  same('-f(no-)?asynchronous-unwind-tables'),
  same('-f(no-)?blocks'),
  same('-f(no-)builtin-[a-zA-Z0-9_]*'),
  same('-f(no-)?common'),
  same('-f(no-)?constant-cfstrings'),
  refused('-fdebug-prefix-map=([^@]+)=([^@]+)'),
  same('-fdiagnostics-show-note-include-stack'),
  refused('-ffile-prefix-map=([^@]+)=([^@]+)'),
  same('-fno-canonical-system-headers'),
  same('-f(no-)?eliminate-unused-debug-types'),
  same('-f(no-)?exceptions'),
  same('-f(no-)?fast-math'),
  same('-f(no-)?inline-functions'),
  narrower(raw`-finput-charset=([^@\-].*)`, '-finput-charset=[A-Za-z0-9][A-Za-z0-9_-]*'),
  same('-f(no-)?fat-lto-objects'),
  same('-f(no-)?keep-inline-dllexport'),
  same('-f(no-)?lto'),
  narrower('-fmacro-backtrace-limit=(.+)', '-fmacro-backtrace-limit=[0-9]+'),
  narrower('-fmessage-length=(.+)', '-fmessage-length=[0-9]+'),
  // For it, Clang reads module maps and writes to a cache.
  narrower('-f(no-)?modules', '-fno-modules'),
  same('-f(no-)?objc-arc'),
  same('-f(no-)?objc-nonfragile-abi'),
  same('-f(no-)?objc-legacy-dispatch'),
  same('-f(no-)?omit-frame-pointer'),
  same('-f(no-)?openmp(-simd)?'),
  same('-f(no-)?permissive'),
  same('-f(no-)?(pic|PIC|pie|PIE)'),
  same('-f(no-)?plt'),
  same('-f(no-)?rtti'),
  same('-f(no-)?split-stack'),
  narrower('-f(no-)?stack-(.+)', '-f(no-)?stack-(check|clash-protection|protector(-all|-strong|-explicit)?)'),
  same('-f(no-)?strict-aliasing'),
  same('-f(un)signed-char'),
  same('-f(no-)?use-linker-plugin'),
  same('-f(no-)?visibility-inlines-hidden'),
  narrower('-fsanitize=(.+)', SANITIZERS),
  same('-fsanitize-undefined-strip-path-components=(-)?[0-9]+'),
  narrower('-ftemplate-depth-(.+)', '-ftemplate-depth-[0-9]+'),
  same('-ftls-model=(global-dynamic|local-dynamic|initial-exec|local-exec)'),
  narrower('-fvisibility=(.+)', '-fvisibility=(default|hidden|internal|protected)'),
  // Not -gsplit-dwarf, which writes a second file.
  narrower(raw`-g([^@\-].*)?`, DEBUG),
  same('-m32'),
  same('-m64'),
  narrower(raw`-m(abi|arch|cpu|fpu|simd|tls-dialect|tune)=([^@\-].*)`, MACHINE),
  same('-m(no-)?v?aes'),
  same('-marm'),
  same('-mcmodel=[0-9a-z-]+'),
  narrower(raw`-mfloat-abi=([^@\-].*)`, FLOAT_ABI),
  same('-m(soft|single|double)-float'),
  same('-mfpmath=[0-9a-z,+]*'),
  same('-m(no-)?avx[0-9a-z.]*'),
  same('-m(no-)?ms-bitfields'),
  narrower('-m(no-)?stack-(.+)', '-m(no-)?stack-arg-probe'),
  narrower('-mmacosx-(.+)', '-mmacosx-version-min=[0-9.]+'),
  same('-m(no-)?relax'),
  same('-m(no-)?strict-align'),
  same('-m(no-)?(lsx|lasx|frecipe|div32|lam-bh|lamcas|ld-seq-sa)'),
  narrower('-mios-simulator-version-min=(.+)', '-mios-simulator-version-min=[0-9.]+'),
  narrower('-miphoneos-version-min=(.+)', '-miphoneos-version-min=[0-9.]+'),
  same('-mlarge-data-threshold=[0-9]+'),
  narrower('-mtvos-simulator-version-min=(.+)', '-mtvos-simulator-version-min=[0-9.]+'),
  narrower('-mtvos-version-min=(.+)', '-mtvos-version-min=[0-9.]+'),
  narrower('-mwatchos-simulator-version-min=(.+)', '-mwatchos-simulator-version-min=[0-9.]+'),
  narrower('-mwatchos-version-min=(.+)', '-mwatchos-version-min=[0-9.]+'),
  same('-mnop-fun-dllimport'),
  same('-m(no-)?sse[0-9.]*'),
  same('-m(no-)?ssse3'),
  same('-mthumb(-interwork)?'),
  same('-mthreads'),
  same('-mwindows'),
  same('-no-canonical-prefixes'),
  same('--param=ssp-buffer-size=[0-9]*'),
  same('-pedantic(-errors)?'),
  same('-pipe'),
  same('-pthread'),
  refused('--static'),
  narrower(raw`-?-std=([^@\-].*)`, '-?-std=[a-z][a-z0-9+:]*'),
  narrower(raw`-?-stdlib=([^@\-].*)`, raw`-?-stdlib=(libc\+\+|libstdc\+\+|platform)`),
  refused(raw`--sysroot=([^@\-].*)`),
  same('-w'),
  refused(raw`-x([^@\-].*)`),
  refused('-v'),
];

const COMPILER = new RegExp(`^(?:${COMPILER_RULES.flatMap(({ ours }) => ours ?? []).join('|')})$`);

/**
 * The part of validLinkerFlags that any object file or plugin can be linked with: no libraries, no search paths, no
 * symbols. Link flags do not affect what plugin.Open compares, so none is ever adopted; a build mentions flags that are
 * not in this list.
 */
export const LINKER_PATTERNS: readonly string[] = [
  '-O',
  LEVEL,
  '-f(no-)?(pic|PIC|pie|PIE)',
  '-f(no-)?openmp(-simd)?',
  SANITIZERS,
  DEBUG,
  MACHINE,
  '-mcmodel=[0-9a-z-]+',
  FLOAT_ABI,
  '-m(soft|single|double)-float',
  '-m(no-)?relax',
  '-m(no-)?strict-align',
  '-(pic|PIC|pie|PIE)',
  '-pthread',
  '-rdynamic',
  '-Wl,--(no-)?as-needed',
  '-Wl,-O[0-9]+',
  '-Wl,--disable-new-dtags',
  '-Wl,--enable-new-dtags',
  '-Wl,--(no-)?export-dynamic',
  '-Wl,-E',
  '-Wl,--hash-style=(sysv|gnu|both)',
  '-Wl,--no-undefined',
  '-Wl,-s',
  '-Wl(,-z,(relro|now|(no)?execstack))+',
];

const LINKER = new RegExp(`^(?:${LINKER_PATTERNS.join('|')})$`);

/** Whether an untrusted word in CGO_CFLAGS, CGO_CPPFLAGS or CGO_CXXFLAGS may be used. */
export function isCompilerFlag(word: string): boolean {
  return COMPILER.test(word);
}

/** The same in CGO_LDFLAGS. */
export function isLinkerFlag(word: string): boolean {
  return LINKER.test(word);
}
