/** `gorename-plugin trace` on the panic of a real plugin, compared with the panic of the same plugin built plainly. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { traceRestorer } from '../../../src/names/restoreTrace.js';
import { fixtureDir, tempDir } from '../../support/files.js';
import { buildHost, buildLoader, goBuild } from '../../support/go.js';
import { run, runTool, toolCache, toolCommand } from '../../support/process.js';

const plugin = fixtureDir('plugins/panics');
const dir = tempDir();

interface Frame {
  function: string;
  position: string;
}

test('trace restores a panic of a renamed plugin to the functions and positions of a plain one', async () => {
  await compareWithPlain([], []);
});

test('trace restores a panic with -trimpath, if go.mod could not hold the version of gopkg.in/yaml.v3', async () => {
  await compareWithPlain(['-trimpath'], []);
});

test('trace recognises prefixes of other templates by the trees in the work directory', async () => {
  await compareWithPlain([], ['--prefix', 'mine']);
});

test('trace recognises a prefix of another template by the plan in the plugin, without the work directory', async () => {
  const file = join(dir, 'planned.so');
  const build = await runTool(['build', plugin, '-o', file, '--prefix', 'other', '--', '-trimpath']);
  assert.equal(build.exitCode, 0, build.stderr);
  const log = join(dir, 'planned.log');
  const line =
    'other/gopkg.in/yaml%2ev3.(*decoder).document(...)\n\tother/gopkg.in/yaml.v3@v0.0.0/decode.go:1';
  await writeFile(log, line);
  const env = { GORENAME_PLUGIN_CACHE: join(dir, 'empty') };
  assert.equal((await runTool(['trace', log], { env })).stdout, line);
  const { stdout } = await runTool(['trace', log, '--plugin', file], { env });
  assert.match(
    stdout,
    /^gopkg\.in\/yaml\.v3\.\(\*decoder\)\.document\(\.\.\.\)\n\tgopkg\.in\/yaml\.v3@v3\.\d+\.\d+\/decode\.go:1$/,
  );
});

test('trace passes lines on as they are read, and keeps all other bytes', async () => {
  const [program, ...first] = toolCommand;
  const child = spawn(program, [...first, 'trace'], {
    env: { ...process.env, GORENAME_PLUGIN_CACHE: toolCache },
  });
  const read = async (): Promise<Buffer> => ((await once(child.stdout, 'data')) as [Buffer])[0];
  child.stdin.write('t_1_0123abcd/example.com/x.F()\n');
  assert.equal((await read()).toString(), 'example.com/x.F()\n');
  const odd = Buffer.from([0x62, 0xff, 0xfe, 0x0d, 0x0a, 0x09, 0xc3, 0xa9]);
  child.stdin.end(odd);
  const rest = [];
  for await (const chunk of child.stdout) rest.push(chunk as Buffer);
  assert.deepEqual(Buffer.concat(rest), odd);
});

test('trace reports a missing file', async () => {
  const { exitCode, stdout, stderr } = await runTool(['trace', 'missing.log'], { cwd: dir });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' });
  assert.match(stderr, /cannot read missing\.log: ENOENT/);
});

/** Text in a log -> what it means. */
const LINES: Record<string, string> = {
  't_1_0123abcd/a.b/c%2ed.(*T).m(0x1)': 'a.b/c.d.(*T).m(0x1)',
  't_1_0123abcd_89abcdef/a.b/m_01234567.F.func1()': 'a.b.F.func1()',
  't_1_0123abcd/a.b/m_01234567.F()': 'a.b/m_01234567.F()',
  'f[go.shape.struct { t_1_0123abcd/a.b/c.T }]': 'f[go.shape.struct { a.b/c.T }]',
  '{"caller":"t_1_0123abcd/a.b@v1.2.3/c.go:7"}': '{"caller":"a.b@v1.2.3/c.go:7"}',
  '\t/work dir/modules/mine-0123abcd/a.b@v1.2.3/c.go:7 +0x1': '\ta.b@v1.2.3/c.go:7 +0x1',
  '\t/other/plugins/p-0123abcd/main/a.b@local/cmd/c.go:7': '\ta.b/cmd/c.go:7',
  '\t/tree/.gorename-plugin/modules/a.b@v1.2.3/c.go:7': '\ta.b@v1.2.3/c.go:7',
  't_0123456789ab/a.b.F': 'a.b.F',
  't_0123456789ab_89abcdef/a.b/m_01234567.F': 'a.b.F',
  '\t/work dir/modules/t_0123456789ab/a.b@v1.2.3/c.go:7': '\ta.b@v1.2.3/c.go:7',
  '{"caller":"m_01234567@v0.0.0/main.go:71"} c@v0.0.0/c.go:1': '{"caller":"plug/main.go:71"} c@v1.2.3/c.go:1',
  '[d@local/d.go:7] (e@local/e.go:8)': '[dir/d.go:7] (e/e.go:8)',
  'mine/a.b.F': 'a.b.F',
  'mine_89abcdef/a.b/m_01234567.F': 'a.b.F',
};

/** What only looks like it. */
const OTHER_LINES = [
  '\t/usr/local/go/src/runtime/panic.go:860 +0x14a',
  'x/t_1_0123abcd/a.F at_1_0123abcd/a.F t_1_0123abc/a.F',
  '/home/me/modules/plain/a.go:1 /home/me/plugins/own/a.go:2',
  'notmine/a.b.F a/m_01234567.F user@local/x',
  'm_89abcdef@v0.0.0/main.go:1 x/d@local/d.go:7 c@v1.2.3/c.go:1 d@local/d.gopher',
];

test('trace restores each spelling of an import path, and nothing that only resembles one', () => {
  const directories: Record<string, string> = {
    'm_01234567@v0.0.0': 'plug',
    'c@v0.0.0': 'c@v1.2.3',
    'd@local': 'dir',
  };
  const restore = traceRestorer({
    workDir: '/work dir',
    prefixes: ['mine'],
    versionOf: () => undefined,
    originalDirectory: (name) => directories[name],
  });
  for (const [line, restored] of Object.entries(LINES)) assert.equal(restore(line), restored);
  for (const line of OTHER_LINES) assert.equal(restore(line), line);
});

/** What a logger prints with the caller's directory, file and line, in main, another package of the plugin, a dependency. */
const CALLERS: Record<string, string> = {
  'plug/go.mod':
    'module example.com/plug-in\n\ngo 1.21\n\nrequire (\n\texample.com/dep/v2 v2.1.0\n\tgopkg.in/own.v1 v1.0.0\n)\n\n' +
    'replace (\n\texample.com/dep/v2 => ../local\n\tgopkg.in/own.v1 => ../own\n)\n',
  'plug/main.go': `package main

import (
	"strings"

	"example.com/dep/v2"
	"example.com/dep/v2/sub"
	"example.com/plug-in/inner"
	"gopkg.in/own.v1"
)

func Answer() string {
	return strings.Join([]string{inner.Short(0), inner.Short(1), dep.Short(), sub.Short(), own.Short()}, " ")
}

func main() {}
`,
  'plug/inner/inner.go': `package inner

import (
	"fmt"
	"path"
	"runtime"
)

func Short(skip int) string {
	_, file, line, _ := runtime.Caller(skip)
	return fmt.Sprintf("%s/%s:%d", path.Base(path.Dir(file)), path.Base(file), line)
}
`,
};
const SHORT = `import (
	"fmt"
	"path"
	"runtime"
)

func Short() string {
	_, file, line, _ := runtime.Caller(0)
	return fmt.Sprintf("%s/%s:%d", path.Base(path.Dir(file)), path.Base(file), line)
}
`;
const OTHERS: Record<string, string> = {
  'local/go.mod': 'module example.com/dep/v2\n\ngo 1.21\n',
  'local/dep.go': `package dep\n\n${SHORT}`,
  'local/sub/sub.go': `package sub\n\n${SHORT}`,
  'own/go.mod': 'module gopkg.in/own.v1\n\ngo 1.21\n',
  'own/own.go': `package own\n\n${SHORT}`,
};

for (const flags of [[], ['-trimpath']])
  test(`trace: the short form of a source position names the directory of a plain build ${flags.join(' ')}`, async () => {
    const sources = tempDir();
    for (const [path, content] of Object.entries({ ...CALLERS, ...OTHERS })) {
      mkdirSync(dirname(join(sources, path)), { recursive: true });
      writeFileSync(join(sources, path), content);
    }
    const load = await buildLoader([], flags);
    const answer = async (file: string): Promise<string> => {
      const [loaded] = await load([file]);
      assert.ok(loaded?.answer, loaded?.error);
      return loaded.answer;
    };
    const main = join(sources, 'plug');
    const plain = await goBuild(main, join(sources, 'plain.so'), ['-buildmode=plugin', ...flags]);
    const expected = await answer(plain);
    const logs: string[] = [];
    // What an earlier build of main has logged is still known.
    for (const name of ['first', 'second']) {
      const renamed = join(sources, `${name}.so`);
      const build = await runTool(['build', main, '-o', renamed, '--', ...flags]);
      assert.equal(build.exitCode, 0, build.stderr);
      logs.push(await answer(renamed));
      writeFileSync(join(main, 'main.go'), `${readFileSync(join(main, 'main.go'), 'utf8')}\n// ${name}\n`);
    }
    const log = join(sources, 'short.log');
    writeFileSync(log, logs.join('\n'));
    assert.notEqual(logs[0], expected);
    const { stdout } = await runTool(['trace', log]);
    assert.equal(stdout, `${expected}\n${expected}`);

    // Both builds of main have positions of one directory; each is known by its plugin path.
    const local = [join(sources, 'local'), join(sources, 'own'), main, main].sort();
    for (const name of ['first', 'second']) {
      const paths = await runTool(['paths', join(sources, `${name}.so`)]);
      const originals = paths.stdout.split('\n').map((line) => line.replace(/^.* -> /, ''));
      assert.deepEqual([paths.stderr, originals.sort()], ['', local]);
    }
    const unknown = await runTool(['paths', join(sources, 'first.so'), '--work-dir', tempDir()]);
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /does not record where its sources are/);
    const other = await runTool(['paths', plain]);
    assert.match(other.stderr, /nothing in it is renamed/);
    // On another machine only the plugin knows.
    const elsewhere = { GORENAME_PLUGIN_CACHE: join(tempDir(), 'empty') };
    const plugins = ['first', 'second'].flatMap((name) => ['--plugin', join(sources, `${name}.so`)]);
    const told = await runTool(['trace', log, ...plugins], { env: elsewhere });
    assert.equal(told.stdout, `${expected}\n${expected}`, told.stderr);
    const none = await runTool(['trace', log, '--plugin', plain], { env: elsewhere });
    assert.deepEqual([none.exitCode, none.stdout], [2, '']);
    assert.match(none.stderr, /plain\.so contains no plan\n/);
  });

async function compareWithPlain(flags: string[], args: string[]): Promise<void> {
  const host = await buildHost('hosts/loader', flags);
  const plain = await goBuild(plugin, join(dir, 'plain.so'), ['-buildmode=plugin', ...flags]);
  const renamed = join(dir, 'renamed.so');
  const build = await runTool(['build', plugin, '-o', renamed, ...args, '--', ...flags]);
  assert.equal(build.exitCode, 0, build.stderr);
  const log = join(dir, 'panic.log');
  await writeFile(log, (await run(host, [renamed])).stderr);
  assert.doesNotMatch(await readFile(log, 'utf8'), /[\s]gopkg\.in/);

  const { exitCode, stdout } = await runTool(['trace', log]);
  assert.equal(exitCode, 0);
  const expected = frames((await run(host, [plain])).stderr);
  assert.ok(expected.length > 15, 'the plain plugin did not panic');
  assert.deepEqual(frames(stdout), expected);
}

/** The frames of the panic, without addresses; positions as of a plain build's, shortened to `module@version/file`. */
function frames(panic: string): Frame[] {
  return [...panic.matchAll(/^(\S.*)\n\t(\S+:\d+)/gm)].map(([, called = '', position = '']) => ({
    function: called
      .replace(/\((?:0x|\{|\.\.\.).*\)$/, '')
      .replace(/ in goroutine \d+$/, '')
      .replaceAll('%2e', '.'),
    position: position.replace(/^.*\/pkg\/mod\//, '').replace(plugin, 'example.com/panics.v2'),
  }));
}
