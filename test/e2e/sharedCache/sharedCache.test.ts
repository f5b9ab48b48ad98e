/** Two machines that share Go's build cache over HTTP: the second compiles nothing, and writes the same bytes. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CacheServer } from '../../support/cacheServer.js';
import { copyFixture, tempDir } from '../../support/files.js';
import { buildLoader } from '../../support/go.js';
import { runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

let server: CacheServer;
setUp(async () => {
  server = await CacheServer.start();
});
after(() => server.kill());

interface Machine {
  output: string;
  build: () => Promise<Outcome>;
}

function machine(): Machine {
  const home = tempDir();
  const source = copyFixture('cli/hello');
  const output = join(home, 'plugin.so');
  const args = ['build', './plugin', '--prefix', 't_{hash}', '-o', output, '--', '-trimpath', '-v'];
  return { output, build: () => runTool(args, { cwd: source, env: server.machine(home) }) };
}

/** `-v` names a package when it is compiled. */
function compiled({ exitCode, stderr }: Outcome): string[] {
  assert.equal(exitCode, 0, stderr);
  return stderr.split('\n').filter((line) => /^[\w./@-]+$/.test(line));
}

test('the second machine compiles no package and writes the same bytes, which a host loads', async () => {
  const [one, two] = [machine(), machine()];
  const first = compiled(await one.build());
  for (const path of ['runtime', 'example.com/dep', 'example.com/hello/plugin'])
    assert.ok(first.includes(path), `${path} in ${first.join(' ')}`);
  assert.deepEqual(compiled(await two.build()), []);
  assert.ok(readFileSync(one.output).equals(readFileSync(two.output)));
  const loader = await buildLoader([], ['-trimpath']);
  assert.deepEqual(await loader([two.output]), [{ path: two.output, answer: 'hello, world' }]);
});

test('a server that does not answer is named, and no plugin is written', async () => {
  await server.kill();
  const { output, build } = machine();
  const { exitCode, stderr } = await build();
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /\nThe program of a shared build cache \(GOCACHEPROG\) failed: check it and its server\./,
  );
  assert.ok(!existsSync(output));
  await server.restart();
  assert.deepEqual(compiled(await build()), []);
});
