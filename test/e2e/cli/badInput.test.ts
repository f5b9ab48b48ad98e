/** What is wrong with the plugin's own files: said clearly, and nothing is touched. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { Workspace } from './workspace.js';

interface BadInput {
  what: string;
  /** Made to a copy of fixtures/cli/hello; undefined removes a file or folder. */
  change: Record<string, string | undefined>;
  dir?: string;
  env?: Record<string, string>;
  /** The whole message. The go command's own words differ from release to release: a pattern. */
  says: RegExp;
}

const goMod = 'module example.com/hello/plugin\n\ngo 1.18\n';
const gosum = (version: string): string => `github.com/tidwall/gjson ${version} h1:${'A'.repeat(43)}=\n`;
/** A module that no module cache holds. */
const absent = {
  'plugin/go.mod': `${goMod}\nrequire example.org/absent v1.2.3\n`,
  'plugin/go.sum': `example.org/absent v1.2.3 h1:${'A'.repeat(43)}=\nexample.org/absent v1.2.3/go.mod h1:${'A'.repeat(43)}=\n`,
  'plugin/greet/greet.go': 'package greet\n\nimport _ "example.org/absent"\n',
};

const inputs: BadInput[] = [
  {
    what: 'a directory that is not there',
    change: {},
    dir: 'nowhere',
    says: /^nowhere: no such directory\nName the directory of a plugin's main package\.$/,
  },
  {
    what: 'a misspelt directory',
    change: {},
    dir: 'plgin',
    says: /^plgin: no such directory\nDid you mean plugin\? Name the directory of a plugin's main package\.$/,
  },
  {
    what: 'a path below a file',
    change: {},
    dir: 'plugin/main.go/x',
    says: /^plugin\/main\.go\/x: no such directory\n/,
  },
  {
    what: 'a file',
    change: {},
    dir: 'plugin/go.mod',
    says: /^plugin\/go\.mod is a file\nName a directory, or \.go files\.$/,
  },
  {
    what: 'no module',
    change: { 'plugin/go.mod': undefined },
    says: /^plugin is not in a Go module: there is no go\.mod in it or in a parent directory\nRun `go mod init .*`go mod tidy`\.$/,
  },
  {
    what: 'modules turned off',
    change: {},
    env: { GO111MODULE: 'off' },
    says: /^module mode is disabled \(GO111MODULE=off\)\nUnset it/,
  },
  {
    what: 'no Go files',
    change: { 'plugin/docs/readme.txt': '' },
    dir: 'plugin/docs',
    says: /^no Go files in .*plugin\/docs\nName the directory of the plugin's main package\.$/,
  },
  {
    what: 'only test files',
    change: { 'plugin/docs/main_test.go': 'package main\n' },
    dir: 'plugin/docs',
    says: /^no non-test Go files in plugin\/docs\nName the directory of the plugin's main package\.$/,
  },
  {
    what: 'files for other systems only',
    change: { 'plugin/docs/main_plan9.go': 'package main\n' },
    dir: 'plugin/docs',
    says: /build constraints exclude all Go files in .*\nCheck GOOS, GOARCH, CGO_ENABLED and -tags: /,
  },
  {
    what: 'a package that is not main',
    change: {},
    dir: 'plugin/greet',
    says: /^plugin\/greet is package greet, not package main\nA plugin is a main package: /,
  },
  {
    what: 'two packages in one directory',
    change: { 'plugin/other.go': 'package other\n' },
    says: /^found packages main \(main\.go\) and other \(other\.go\) in .*\nThe go command reports this /,
  },
  {
    what: 'a syntax error in an import of main',
    change: { 'plugin/main.go': 'package main\n\nimport fmt\n' },
    says: /^plugin\/main\.go:3:\d+: .*\nThe go command reports this for the unmodified sources: /,
  },
  {
    what: "a syntax error in an import of one of the plugin's own packages",
    change: { 'plugin/greet/greet.go': 'package greet\n\nimport (\n\t"example.com/dep\n)\n' },
    says: /^plugin\/greet\/greet\.go:4:\d+: string literal not terminated/,
  },
  {
    what: 'a syntax error in the package clause of a dependency',
    change: { 'dep/dep.go': 'packag dep\n' },
    says: /^dep\/dep\.go:1:1: expected 'package', found packag\n/,
  },
  {
    what: 'a syntax error in go.mod',
    change: { 'plugin/go.mod': `${goMod}\nfoo bar\n` },
    says: /^go: errors parsing .*go\.mod:\nplugin\/go\.mod:5: unknown directive: foo\nFix the file at that line/,
  },
  {
    what: 'a syntax error in go.work',
    change: { 'go.work': 'go 1.18\n\nuse (\n' },
    says: /^go: errors parsing go\.work:\n(.*\n)*go\.work:\d+: .*\nFix the file at that line/,
  },
  {
    what: 'a syntax error in a go.mod that the go command may not edit',
    change: { 'plugin/go.mod': `${goMod}\nfoo bar\n` },
    env: { GOFLAGS: '-mod=mod' },
    says: /^go: errors parsing .*go\.mod:\nplugin\/go\.mod:5: unknown directive: foo\n/,
  },
  {
    what: 'a go.work that uses what is not there',
    change: { 'go.work': 'go 1.18\n\nuse ./nowhere\n' },
    says: /listed in go\.work file: .*\nFix the use line in go\.work\.$/,
  },
  {
    what: 'a module that go.work does not use',
    change: { 'go.work': 'go 1.18\n\nuse ./dep\n' },
    says: /not one of the workspace modules(.|\n)*\nAdd the module to go\.work \(`go work use \.`\), or set GOWORK=off\.$/,
  },
  {
    what: 'a replacement that is not there',
    change: { dep: undefined },
    says: /replacement directory \.\.\/dep does not exist\nFix the replace line in go\.mod or go\.work\.$/,
  },
  {
    what: 'an import that no module provides',
    change: { 'plugin/greet/greet.go': 'package greet\n\nimport _ "example.org/nobody"\n' },
    says: /^plugin\/greet\/greet\.go:3:\d+: no required module provides package example\.org\/nobody(.|\n)*\nRun `go mod tidy` in the plugin's module; /,
  },
  {
    what: 'no entry in go.sum',
    change: { ...absent, 'plugin/go.sum': undefined },
    says: /missing go\.sum entry for .*example\.org\/absent(.|\n)*\nRun `go mod tidy` in the plugin's module; /,
  },
  {
    what: 'a module that is not in the cache, without a proxy',
    change: absent,
    env: { GOPROXY: 'off' },
    says: /^plugin\/greet\/greet\.go:3:\d+: .*module lookup disabled by GOPROXY=off\nA module is not in the module cache and could not be fetched: /,
  },
  {
    what: 'a module that is not in the cache, and a proxy that refuses',
    change: absent,
    // The port of the discard protocol, where nobody listens.
    env: { GOPROXY: 'http://127.0.0.1:9', GONOSUMDB: '*' },
    says: /^plugin\/greet\/greet\.go:3:\d+: example\.org\/absent.*connection refused\nA module is not in the module cache and could not be fetched: /,
  },
  {
    what: 'a module that go.sum knows with other content',
    change: {
      'plugin/go.mod': `${goMod}\nrequire github.com/tidwall/gjson v1.14.0\n`,
      'plugin/go.sum': gosum('v1.14.0') + gosum('v1.14.0/go.mod'),
      'plugin/greet/greet.go': 'package greet\n\nimport _ "github.com/tidwall/gjson"\n',
    },
    says: /checksum mismatch(.|\n)*\ngo\.sum and the module differ: /,
  },
  {
    what: 'a go line newer than the toolchain',
    change: { 'plugin/go.mod': 'module example.com/hello/plugin\n\ngo 1.999\n' },
    env: { GOTOOLCHAIN: 'local' },
    says: /requires go >= 1\.999 .*\nInstall that Go version, or let the go command download it/,
  },
];

for (const { what, change, dir = 'plugin', env = {}, says } of inputs) {
  test(`build refuses bad input: ${what}`, async () => {
    const workspace = Workspace.of('hello');
    for (const [path, content] of Object.entries(change)) {
      if (content === undefined) await rm(workspace.path(path), { recursive: true, force: true });
      else workspace.write({ [path]: content });
    }
    assert.match(await workspace.refused(['build', dir, '-o', 'out/x.so'], { env }), says);
  });
}

test('build and rewrite refuse a tree that rewrite has written, as a whole and in part', async () => {
  const workspace = Workspace.of('hello');
  await workspace.done(['rewrite', 'plugin', '--out', 'renamed']);
  const advice =
    'Name the original directory. A generated tree is built with plain `go build -buildmode=plugin`.';
  assert.equal(
    await workspace.refused(['build', 'renamed']),
    `renamed was generated by gorename-plugin\n${advice}`,
  );
  assert.equal(
    await workspace.refused(['build', 'renamed/greet']),
    `renamed/greet was generated by gorename-plugin\n${advice}`,
  );
  const again = await workspace.refused(['rewrite', 'renamed', '--out', 'twice']);
  assert.equal(again, `renamed was generated by gorename-plugin\n${advice}`);
});

test('build refuses a module whose vendored packages do not fit go.mod', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/vendor/modules.txt': '# example.com/other v1.0.0\n',
  });
  assert.match(
    await workspace.refused(['build', 'plugin']),
    /inconsistent vendoring(.|\n)*\nRun `go mod vendor` again, or pass `-- -mod=mod`/,
  );
});

for (const file of ['main.go', 'nowhere.so', '.']) {
  test(`verify refuses a file that is not a built file: ${file}`, async () => {
    const workspace = Workspace.of('hello');
    assert.match(await workspace.refused(['verify', `plugin/${file}`]), /plugin/);
  });
}

test('verify refuses a program that is not a plugin', async () => {
  const workspace = Workspace.of('hello');
  assert.equal(
    await workspace.refused(['verify', process.execPath]),
    `${process.execPath} is not a Go plugin: it records no package hashes\n` +
      'Build it with `gorename-plugin build`, or with `go build -buildmode=plugin`.',
  );
});

test('the fixture of the refusals builds when nothing is changed in it', async () => {
  const workspace = Workspace.of('hello');
  assert.equal(await workspace.done(['build', 'plugin', '-o', 'x.so']), '');
});
