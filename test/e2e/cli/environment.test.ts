/** What is missing or set wrong around the plugin: said before the long build, with what to install or set. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathWith } from '../../support/programs.js';
import { Workspace } from './workspace.js';

interface Environment {
  what: string;
  env: Record<string, string | undefined>;
  args?: string[];
  says: RegExp;
}

const unsupported =
  /\nPlugins are supported on linux, darwin, freebsd and android only: set GOOS and GOARCH to one of them; /;

const environments: Environment[] = [
  {
    what: 'no go command',
    env: { PATH: pathWith('gcc', 'objdump') },
    says: /^cannot run go: not found\nInstall Go 1\.18 or newer: /,
  },
  {
    what: 'no C compiler',
    env: { PATH: pathWith('go', 'objdump'), CC: undefined, CGO_ENABLED: undefined },
    says: /^-buildmode=plugin requires cgo, which is disabled \(CGO_ENABLED=0\)\nGo disables it if the C compiler \(gcc\) is missing .*`apt-get install gcc`/,
  },
  {
    what: 'a C compiler that is not there',
    env: { CC: 'nonexistent-cc -O2' },
    says: /^cannot run the C compiler nonexistent-cc\nDebian: `apt-get install gcc`; .* or set CC\.$/,
  },
  {
    what: 'cgo turned off',
    env: { CGO_ENABLED: '0' },
    says: /^-buildmode=plugin requires cgo, which is disabled \(CGO_ENABLED=0\)\nUnset CGO_ENABLED, or set it to 1\.$/,
  },
  {
    what: 'no objdump',
    env: { PATH: pathWith('go', 'gcc') },
    says: /^cannot run objdump\nDebian and Alpine: install `binutils`; /,
  },
  {
    what: 'a system without plugins',
    env: { GOOS: 'windows' },
    says: new RegExp(`^-buildmode=plugin not supported on windows/\\w+${unsupported.source}`),
  },
  {
    what: 'a system without plugins, even with cgo',
    env: { GOOS: 'windows', CGO_ENABLED: '1' },
    says: new RegExp(`^-buildmode=plugin not supported on windows/\\w+${unsupported.source}`),
  },
  {
    what: 'an architecture without plugins',
    env: { GOARCH: 'mips64' },
    says: new RegExp(`^-buildmode=plugin not supported on linux/mips64${unsupported.source}`),
  },
  {
    what: 'another system without a C compiler for it',
    env: { GOARCH: 'arm64', CGO_ENABLED: undefined },
    says: /^-buildmode=plugin requires cgo, which is disabled .*\n.*set CC to one for the target and CGO_ENABLED=1\.$/,
  },
  {
    what: 'a system that Go does not know',
    env: { GOOS: 'beos' },
    says: /^go: unsupported GOOS\/GOARCH pair beos\/\w+\nSet GOOS and GOARCH to a pair that `go tool dist list` prints\.$/,
  },
  {
    what: 'an architecture that Go does not know',
    env: { GOARCH: 'pdp11' },
    says: /^go: unsupported GOOS\/GOARCH pair linux\/pdp11\nSet GOOS and GOARCH /,
  },
  {
    what: 'a time that is none',
    env: { SOURCE_DATE_EPOCH: 'yesterday' },
    says: /^SOURCE_DATE_EPOCH=yesterday is not a time\nSet it to seconds since 1970, or unset it\.$/,
  },
  {
    what: 'a time before all times',
    env: { SOURCE_DATE_EPOCH: '-1' },
    says: /^SOURCE_DATE_EPOCH=-1 is not a time\n/,
  },
  {
    what: 'a time with more digits than a number keeps',
    env: { SOURCE_DATE_EPOCH: '99999999999999999999' },
    says: /^SOURCE_DATE_EPOCH=99999999999999999999 is not a time\n/,
  },
  {
    what: 'a refused flag in GOFLAGS',
    env: { GOFLAGS: '-overlay=x.json' },
    says: /^-overlay cannot be passed to go build here\nFiles are compiled from copies; /,
  },
  {
    what: 'a toolchain that cannot be had',
    env: { GOTOOLCHAIN: 'go1.999.0', GOPROXY: 'off' },
    says: /toolchain not available\nInstall that Go version, or let the go command download it with GOTOOLCHAIN=auto\.$/,
  },
  {
    what: 'a toolchain that is not in PATH',
    env: { GOTOOLCHAIN: 'go1.999.0+path' },
    says: /cannot find "go1\.999\.0" in PATH\nInstall that Go version, or let the go command download it /,
  },
  {
    what: 'a cache that cannot be made',
    env: { GORENAME_PLUGIN_CACHE: '/proc/cache' },
    says: /^cannot write the work directory \/proc\/cache: ENOENT\nChoose another directory with --work-dir or GORENAME_PLUGIN_CACHE\.$/,
  },
];

for (const { what, env, says } of environments) {
  test(`build refuses an unusable environment: ${what}`, async () => {
    const workspace = Workspace.of('hello');
    assert.match(await workspace.refused(['build', 'plugin', '-o', 'out/x.so'], { env }), says);
  });
}

test('a missing program is reported before anything is built', async () => {
  const workspace = Workspace.of('hello');
  // A C compiler or linker that is called would say so.
  const args = ['build', 'plugin', '--', '-toolexec=false'];
  assert.match(
    await workspace.refused(args, { env: { PATH: pathWith('go', 'gcc') } }),
    /^cannot run objdump\n/,
  );
});

test('--dry-run and rewrite work without a C compiler and objdump', async () => {
  const workspace = Workspace.of('hello');
  const env = { PATH: pathWith('go'), CGO_ENABLED: '1' };
  assert.match(await workspace.done(['build', 'plugin', '--dry-run'], { env }), /^example\.com\/dep@/);
  await workspace.done(['rewrite', 'plugin', '--out', 'renamed'], { env });
});

test('doctor finds no fault in this environment', async () => {
  const workspace = Workspace.of('hello');
  const report = await workspace.done(['doctor']);
  const names = report.split('\n').map((line) => /^ok {6}(\S.*?) {2,}|^ok {6}(C\+\+ compiler) /.exec(line));
  assert.deepEqual(
    names.map((match) => match?.[1] ?? match?.[2]),
    ['program', 'Go parser', 'go', 'target', 'C compiler', 'C++ compiler', 'cgo', 'objdump', 'work dir'],
  );
});

test('doctor accepts a compiler that does not know --version', async () => {
  const workspace = Workspace.of('hello');
  assert.match(await workspace.done(['doctor'], { env: { CC: 'false' } }), /^ok {6}C compiler +false$/m);
});

for (const { what, env, says } of [
  {
    what: 'go',
    env: { PATH: pathWith('gcc') },
    says: [/^problem go +cannot run go: not found\n {8}Install Go 1\.18/m],
  },
  {
    what: 'C compiler and objdump',
    env: { PATH: pathWith('go'), CC: undefined, CGO_ENABLED: undefined },
    says: [
      /^problem C compiler +cannot run the C compiler gcc\n {8}Debian: `apt-get install gcc`/m,
      /^ok {6}C\+\+ compiler cannot run the C\+\+ compiler g\+\+ \(needed only for C\+\+ dependencies\)$/m,
      /^problem cgo +CGO_ENABLED=0\n {8}Plugins are linked by the C compiler/m,
      /^problem objdump +cannot run objdump\n {8}Debian and Alpine: install `binutils`/m,
    ],
  },
  {
    what: 'plugins for the target',
    env: { GOOS: 'windows', CGO_ENABLED: '1' },
    says: [/^problem target +-buildmode=plugin not supported on windows\/\w+\n {8}Plugins exist on linux/m],
  },
]) {
  test(`doctor says what to do without ${what}`, async () => {
    const workspace = Workspace.of('hello');
    const { exitCode, stdout, stderr } = await workspace.run(['doctor'], { env });
    assert.deepEqual({ exitCode, stderr }, { exitCode: 2, stderr: '' });
    for (const line of says) assert.match(stdout, line);
  });
}
