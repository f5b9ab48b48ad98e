/** `gorename-plugin trace` on the panic of a real plugin, compared with the panic of the same plugin built plainly. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { traceRestorer } from '../../src/model/traceNames.js';
import { fixtureDir, projectDir, tempDir } from '../support/files.js';
import { buildHost, goBuild } from '../support/go.js';
import { run, runTool, toolCache } from '../support/process.js';

const plugin = fixtureDir('plugins/panics');
const dir = tempDir();

interface Frame {
  function: string;
  position: string;
}

test('a panic of a renamed plugin comes back with the functions and positions of a plain one', async () => {
  await compareWithPlain([], []);
});

test('the same with -trimpath, where go.mod could not hold the version of gopkg.in/yaml.v3', async () => {
  await compareWithPlain(['-trimpath'], []);
});

test('prefixes of other templates are recognised by the trees in the work directory', async () => {
  await compareWithPlain([], ['--prefix', 'mine']);
});

test('lines come back as they are read, and bytes that are nothing to restore stay', async () => {
  const child = spawn(process.execPath, [join(projectDir, 'bin/gorename-plugin.js'), 'trace'], {
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

test('a file that is not there is said to be not there', async () => {
  const { exitCode, stdout, stderr } = await runTool(['trace', 'missing.log'], { cwd: dir });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' });
  assert.match(stderr, /cannot read missing\.log: ENOENT/);
});

/** What stands in a log -> what it is. */
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
  'mine/a.b.F': 'a.b.F',
  'mine_89abcdef/a.b/m_01234567.F': 'a.b.F',
};

/** What only looks like it. */
const OTHER_LINES = [
  '\t/usr/local/go/src/runtime/panic.go:860 +0x14a',
  'x/t_1_0123abcd/a.F at_1_0123abcd/a.F t_1_0123abc/a.F',
  '/home/me/modules/plain/a.go:1 /home/me/plugins/own/a.go:2',
  'notmine/a.b.F a/m_01234567.F user@local/x',
];

test('each spelling is restored, and what only looks like one is not', () => {
  const restore = traceRestorer({ workDir: '/work dir', prefixes: ['mine'], versionOf: () => undefined });
  for (const [line, restored] of Object.entries(LINES)) assert.equal(restore(line), restored);
  for (const line of OTHER_LINES) assert.equal(restore(line), line);
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
