/** Which flags of compilers are accepted from an untrusted file: fewer than cmd/go accepts in `#cgo` lines, and none that name a file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMPILER_RULES, isCompilerFlag, isLinkerFlag, LINKER_PATTERNS } from '../../../src/host/cgoFlags.js';
import { refusedPart, showForeign } from '../../../src/host/foreignSettings.js';
import { projectDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';

const goroot = setUp(async () => (await go(projectDir, ['env', 'GOROOT'])).trim());
/** The regular expressions of a list in security.go. */
function rulesOfGo(name: string): string[] {
  const security = readFileSync(join(goroot(), 'src/cmd/go/internal/work/security.go'), 'utf8');
  const list = security.split(`var ${name} = []*lazyregexp.Regexp{\n`)[1]?.split('\n}\n')[0] ?? '';
  return [...list.matchAll(/^\tre\(`([^`]*)`\)/gm)].map((match) => match[1] ?? '');
}

const whole = (patterns: readonly string[]): RegExp => new RegExp(`^(?:${patterns.join('|')})$`);

test('the table of compiler flags has all flags of cmd/go: a new or changed one must be reviewed', () => {
  assert.deepEqual(
    COMPILER_RULES.map(({ go }) => go),
    rulesOfGo('validCompilerFlags'),
  );
});

/** Words that hosts are built with. */
const COMPILER = [
  ['-O2', '-g', '-O', '-O0', '-Ofast', '-g3', '-ggdb', '-gdwarf-4', '-w', '-pipe', '-pthread', '-m64'],
  [
    '-DNDEBUG',
    '-DLEVEL=3',
    '-D_FORTIFY_SOURCE=2',
    '-Wp,-D_FORTIFY_SOURCE=2',
    '-UX',
    '-std=c11',
    '-std=gnu++17',
  ],
  ['-Wall', '-Wno-unused-function', '-Werror=format-security', '-Wformat', '-W'],
  ['-fPIC', '-fno-omit-frame-pointer', '-fstack-protector-strong', '-fstack-clash-protection', '-fno-plt'],
  ['-fvisibility=hidden', '-fsanitize=address,undefined', '-fexceptions', '-fmessage-length=0', '-flto'],
  ['-march=x86-64-v3', '-mtune=generic', '-mavx2', '-msse4.2', '-mcmodel=large', '-finput-charset=UTF-8'],
].flat();
const LINKER = [
  '-O2',
  '-g',
  '-pthread',
  '-rdynamic',
  '-Wl,-z,relro',
  '-Wl,-z,relro,-z,now',
  '-Wl,-O1',
  '-Wl,--as-needed',
];

test('every compiler flag that is accepted from a host is accepted by cmd/go, too', () => {
  const [compiler, linker] = [whole(rulesOfGo('validCompilerFlags')), whole(rulesOfGo('validLinkerFlags'))];
  for (const word of COMPILER) assert(isCompilerFlag(word) && compiler.test(word), word);
  for (const word of LINKER) assert(isLinkerFlag(word) && linker.test(word), word);
  // Nor is there a wildcard in any pattern, in which a path would fit.
  for (const pattern of [...COMPILER_RULES.flatMap(({ ours }) => ours ?? []), ...LINKER_PATTERNS])
    assert.doesNotMatch(
      pattern.replace(/\[[^^\]][^\]]*\]/g, ''),
      /\.[*+]|\[\^/,
      `${pattern} allows anything`,
    );
});

/** Each of them names a file or program, writes something beside the object file, or is another word's argument. */
const ATTACKS = [
  ['-wrapper', '-wrapper=x', '-specs=/x', '--specs=/x', '-B/x', '-B', '-fplugin=/x.so', '-fplugin-arg-x-y=z'],
  [
    '@/x',
    '-I@/x',
    '-O2@x',
    '-g@x',
    '-x',
    '-xassembler',
    '-xc',
    '-o',
    '-o/x',
    '-save-temps',
    '-save-temps=obj',
  ],
  ['-dumpdir', '-dumpbase', '-M', '-MD', '-MF', '-MF/x', '-MMD', '-fuse-ld=/x', '-fuse-ld=gold', '-fmodules'],
  [
    '-Wl,-plugin,/x',
    '-Wl,-T,/x',
    '-T/x',
    '-Wl,--dynamic-linker,/x',
    '-Wl,-dynamic-linker=/x',
    '-Wl,-rpath,/x',
  ],
  [
    '-Wl,-rpath=/x',
    '-Wl,-R/x',
    '-Wl,--version-script=/x',
    '-Wl,-Map=/x',
    '-Wl,-Map,/x',
    '-Wl,@/x',
    '-Wl,--wrap=free',
  ],
  [
    '-Wl,--push-state,-plugin,/x',
    '-Wl,-z,relro,-plugin,/x',
    '-Wl,--just-symbols=/x',
    '-Wl,-e,main',
    '-Wl,-O1,/x',
  ],
  ['-fprofile-generate=/x', '-fprofile-use=/x', '-fprofile-dir=/x', '--coverage', '-fauto-profile=/x'],
  [
    '-fdebug-prefix-map=/a=/b',
    '-ffile-prefix-map=/a=/b',
    '-fmacro-prefix-map=/a=/b',
    '-gsplit-dwarf',
    '-include',
  ],
  [
    '-include/x',
    '-imacros',
    '-imacros/x',
    '-isystem',
    '-isystem/x',
    '-idirafter/x',
    '-iquote/x',
    '-iprefix/x',
  ],
  [
    '-I',
    '-I/x',
    '-I.',
    '-I=x',
    '-isysroot',
    '--sysroot=/x',
    '-F/x',
    '-framework',
    '-L',
    '-L/x',
    '-l',
    '-lx',
    '-l:/x',
  ],
  [
    '-Dfree=system',
    '-DX=y',
    '-DX="/x"',
    '-DF(x)=system(x)',
    '-DX=1;2',
    '-D',
    '-DX=',
    '-D1',
    '-Wp,-MD,/x',
    '-Wp,-DX,-MD,/x',
  ],
  [
    '-Wa,-o,/x',
    '-Wa,@/x',
    '-Wa,-mbig-obj,-o',
    '-Wl',
    '-Wa',
    '-Wp',
    '-aux-info',
    '-fdump-tree-all',
    '-fdump-tree-all=/x',
  ],
  [
    '-fdump-ada-spec',
    '-fcallgraph-info',
    '-fstack-usage',
    '-fopt-info=/x',
    '-ftime-trace=/x',
    '-fcrash-diagnostics-dir=/x',
  ],
  ['-fsanitize=/x', '-fsanitize-blacklist=/x', '-fsanitize-coverage-allowlist=/x', '-fstack-limit-symbol=x'],
  ['-fembed-offload-object=/x', '-foffload=/x', '-flto=/x', '-finput-charset=../../x', '-finput-charset=/x'],
  [
    '-march=/x',
    '-mabi=@x',
    '-mllvm',
    '-mrelocation-model',
    '-Xclang',
    '-Xlinker',
    '-Xassembler',
    '-Xpreprocessor',
  ],
  [
    '-stdlib=/x',
    '-stdlib++-isystem/x',
    '-std=/x',
    '-target',
    '--target=x',
    '-arch',
    '-gcc-toolchain=/x',
    '--gcc-toolchain=/x',
  ],
  [
    '-v',
    '-###',
    '-E',
    '-S',
    '-c',
    '-pass-exit-codes',
    '-print-file-name=x',
    '--static',
    '-static',
    '-shared',
    '-nostdlib',
  ],
  [
    'x.c',
    '/x.o',
    './x.a',
    'x.so',
    '',
    ' ',
    '-',
    '--',
    '-O2\n',
    '-O2 -I/x',
    '-Wall,-o',
    '-W,',
    '--param=x=y',
    '-e',
    '-u',
  ],
  [
    '--config=/x',
    '--config',
    '-fpass-plugin=/x',
    '-fmodule-file=/x',
    '-fmodule-mapper=/x',
    '-no-integrated-cpp',
  ],
].flat();

test('a compiler flag from a host that names files or programs, or writes, is refused', () => {
  for (const word of ATTACKS) {
    assert(!isCompilerFlag(word), `compiler: ${word}`);
    if (word !== '-shared') assert(!isLinkerFlag(word), `linker: ${word}`);
  }
});

const GO_FLAGS: [name: string, accepted: string[], refused: string[]][] = [
  [
    '-gcflags',
    [
      ...[
        'all=-N -l',
        'all=-l=4',
        'std=-B',
        'example.com/...=-N',
        'all=-d=checkptr=0',
        'all=-d checkptr,loopvar=2',
      ],
      ...['all=-spectre=all', 'all=-lang=go1.21', 'all=-dwarf=false -smallframes', 'all=--N', 'all='],
    ],
    [
      ...[
        'all=-cpuprofile=/x',
        'all=-memprofile /x',
        'all=-N -traceprofile=/x',
        'all=--blockprofile=/x',
        'all=-bench=/x',
      ],
      ...[
        'all=-mutexprofile=/x',
        'all=-asmhdr=/x',
        'all=-linkobj=/x',
        'all=-importcfg=/x',
        'all=-embedcfg=/x',
        'all=-o /x',
      ],
      ...[
        'all=-symabis=/x',
        'all=-pgoprofile=/x',
        'all=-I /x',
        'all=-trimpath=/x',
        'all=-buildid=x',
        'all=-json=0,/x',
      ],
      ...[
        'all=-d=ssa/build/dump=main',
        'all=-d=maymorestack=main.f',
        'all=-d=checkptr,ssa/x/dump=f',
        'all=-d',
        'all=-D /x',
      ],
      ...[
        'all=@/x',
        'all=/x.go',
        'all=-N /x.go',
        'all=-l /x.go',
        "all='-N",
        'all=-N\0',
        'all=-env=A=b',
        'all=-S',
        'all=-wb=false',
      ],
      ...[
        './...=-N',
        '/x=-N',
        '../x=-N',
        'all',
        '"all=-N"',
        ' all=-cpuprofile=/x',
        'a b=-N',
        'all=-coveragecfg=/x',
      ],
    ],
  ],
  [
    '-asmflags',
    ['all=-D=X=1', 'all=-D X', 'all=-spectre=ret', 'all=-shared'],
    [
      ...[
        'all=-trimpath=x -o /x',
        'all=-I /x',
        'all=-I=/x',
        'all=-D X=y',
        'all=-D',
        'all=-o=/x',
        'all=-gensymabis',
      ],
      ...['all=@/x', 'all=/x.s', 'all=-cpuprofile=/x'],
    ],
  ],
  [
    '-ldflags',
    [
      '-s -w',
      "-X main.version=1 -X 'main.notes=a b' -X=a.b=/x",
      '-buildid=',
      '-linkmode=external',
      'all=-s',
      '-compressdwarf=false',
    ],
    [
      ...[
        '-extld=/x',
        '-extldflags=-wrapper,x',
        '-extldflags "-Wl,-rpath,/x"',
        '-tmpdir=/x',
        '-o /x',
        '-cpuprofile=/x',
      ],
      ...[
        '-I /x',
        '-L /x',
        '-r /x',
        '-extar=/x',
        '-libgcc=/x',
        '-capturehostobjs=/x',
        '-pluginpath=x',
        '-s /x',
        '@/x',
        'all=-extld=/x',
      ],
    ],
  ],
  ['CGO_CFLAGS', ['-O2 -g', '\'-O2\' "-g"', ''], ["-O2 '-I/x y'", "-O2 '", '-O2\0', '-O2 @/x']],
  ['CGO_LDFLAGS', ['-O2 -g'], ['-wrapper x', '-L/x', '-O2 -lx']],
  ['CGO_CPPFLAGS', ['-DX'], ['-include /x']],
  ['CGO_CXXFLAGS', ['-std=c++17'], ['-B/x']],
  ['CGO_FFLAGS', ['-O2'], ['-J/x', '-o /x']],
  ['-tags', ['a', 'a,b_c,go1.21,größe'], ['a b', 'a,-toolexec=x', 'a,,b', 'a/b', 'a\n']],
  [
    'GOTOOLCHAIN',
    ['go1.26.8', 'go1.26rc1', 'go1.20'],
    ['path', 'local', 'go1.26.8+path', 'go1.26.8-evil', '../go1.26.8', 'go1.26.8\n'],
  ],
  ['GOFIPS140', ['v1.0.0', 'v1.0.0-c2097c7c', 'off', 'latest'], ['../../x', 'v1.0.0/../x', 'v1']],
  ['GOAMD64', ['v3'], ['v3 -x', 'v5', 'v3\n']],
  ['GOARM64', ['v8.0,lse'], ['v8.0,x=y']],
  ['GOEXPERIMENT', ['jsonv2,nodwarf5'], ['a/b', 'a b', 'A=b']],
  ['CGO_ENABLED', ['1', '0'], ['2', 'true']],
  ['DefaultGODEBUG', ['panicnil=1,netdns=go+1'], ['a', 'a=1\n', 'a=1\npackage main', 'a=1,b']],
  ['-pgo', [], ['/x', 'auto']],
  ['CC', [], ['gcc']],
  ['GOFLAGS', [], ['-toolexec=x']],
  ['-toolexec', [], ['x']],
];

for (const [name, accepted, refused] of GO_FLAGS) {
  test(`of the setting ${name}, only harmless values are accepted from an untrusted file`, () => {
    for (const value of accepted) assert.equal(refusedPart(name, value), undefined, value);
    for (const value of refused) {
      const part = refusedPart(name, value);
      assert(part !== undefined && value.includes(part), `${value}: ${String(part)}`);
    }
  });
}

test('text from an untrusted file is shown on one line, without control characters, and cut if long', () => {
  assert.equal(
    showForeign('a\u001b[2J\nb\u202ec\u2028d größe'),
    'a\\u{1b}[2J\\u{a}b\\u{202e}c\\u{2028}d größe',
  );
  assert.equal(showForeign('x'.repeat(1000)).length, 301);
});
