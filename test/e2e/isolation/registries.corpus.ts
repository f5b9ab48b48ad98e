/** Real modules that register in the standard library, in two versions: the host's and the plugin's. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { buildLoader, go } from '../../support/go.js';
import { runTool } from '../../support/process.js';

interface RealModule {
  /** Folder below `fixtures/isolation/modules`: a plugin. */
  name: string;
  /** The package that the plugin imports; its versions in the host and in the plugin. */
  importPath: string;
  host: string;
  plugin: string;
  answer: string;
  /** Of --no-isolate, and what the plugin does to the host then. */
  kind: string;
  panic: RegExp;
}

const modules: RealModule[] = [
  {
    name: 'glog',
    importPath: 'github.com/golang/glog',
    host: 'v1.2.3',
    plugin: 'v1.2.4',
    answer: 'false <nil> true true',
    kind: 'flag',
    panic: /flag redefined: /,
  },
  {
    name: 'nettrace',
    importPath: 'golang.org/x/net/trace',
    host: 'v0.32.0',
    plugin: 'v0.33.0',
    answer: '200 true',
    kind: 'http',
    panic: /\/debug\/requests/,
  },
  {
    name: 'pq',
    importPath: 'github.com/lib/pq',
    host: 'v1.10.8',
    plugin: 'v1.10.9',
    answer: 'true true [postgres]',
    kind: 'sql',
    panic: /sql: Register called twice for driver postgres/,
  },
  {
    name: 'mysql',
    importPath: 'github.com/go-sql-driver/mysql',
    host: 'v1.6.0',
    plugin: 'v1.7.1',
    answer: 'true true [mysql]',
    kind: 'sql',
    panic: /sql: Register called twice for driver mysql/,
  },
  {
    name: 'badger',
    importPath: 'github.com/dgraph-io/badger/y',
    host: 'v1.6.1',
    plugin: 'v1.6.2',
    answer: '3 true',
    kind: 'expvar',
    panic: /Reuse of exported var name/,
  },
];

for (const one of modules) {
  test(`registrations of ${one.importPath}: ${one.plugin} beside the host's ${one.host}`, async () => {
    const dir = copyFixture(`isolation/modules/${one.name}`);
    await writeFile(join(dir, 'go.mod'), `module example.com/isolation/${one.name}\n\ngo 1.20\n`);
    await go(dir, ['get', `${one.importPath}@${one.plugin}`]);
    await go(dir, ['mod', 'tidy']);
    const load = await buildLoader([`${one.importPath}@${one.host}`]);

    const [isolated] = await load([await build(dir, 'isolated', [])]);
    assert.equal(isolated?.error, undefined);
    assert.equal(isolated?.answer, one.answer);
    const [shared] = await load([await build(dir, 'shared', [`--no-isolate=${one.kind}`])]);
    assert.match(shared?.error ?? '', one.panic);
  });
}

async function build(dir: string, name: string, args: string[]): Promise<string> {
  const output = join(dir, 'output', `${name}.so`);
  const { exitCode, stderr } = await runTool(['build', dir, '-o', output, ...args]);
  assert.equal(exitCode, 0, stderr);
  return output;
}
