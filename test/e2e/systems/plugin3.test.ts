import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { buildHost, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const plugin3 = fixtureDir('systems/plugin3');
let host: string;
setUp(async () => {
  host = await buildHost('systems/golang');
});
const dir = tempDir();

test('fixture plugin3: plain, the host refuses it', async () => {
  await goBuild(plugin3, join(dir, 'plain.so'), ['-buildmode=plugin']);
  assert.deepEqual(await run(host, ['-addr', '127.0.0.1:0', 'plain.so', 'NewPlugin'], { cwd: dir }), {
    exitCode: 1,
    stdout: '',
    stderr:
      'plugin.Open("plain"): plugin was built with a different version of package github.com/tidwall/gjson',
  });
});

test('fixture plugin3: renamed, it answers HTTP requests in the host', async (t) => {
  const file = join(dir, 'renamed.so');
  const build = await runTool(['build', plugin3, '-o', file]);
  assert.equal(build.exitCode, 0, build.stderr);

  const server = await serve(t, file);
  assert.deepEqual(server.printed, ['plugin3: Init']);

  // @fromstr is not in the host's gjson v1.11.0.
  const body = JSON.stringify({ rows: [JSON.stringify({ renamed: true })] });
  const found = await fetch(`${server.url}/json?path=rows.0.@fromstr.renamed`, { method: 'POST', body });
  assert.equal(found.status, 200);
  assert.equal(found.headers.get('X-Answered-By'), 'plugin3: POST /json');
  assert.equal(found.headers.get('Content-Type'), 'application/json');
  assert.equal(await found.text(), 'true\n');

  const absent = await fetch(`${server.url}/json?path=nothing`, { method: 'POST', body });
  assert.equal(absent.status, 404);

  const failed = await fetch(`${server.url}/json?path=rows`, { method: 'POST', body: '{' });
  assert.equal(failed.status, 500);
  assert.equal(await failed.text(), 'plugin3: the body is not JSON\n');

  assert.equal(await server.stop(), 0);
  assert.deepEqual(server.printed, ['plugin3: Init', 'plugin3: Close']);
});

/** Starts the host with a plugin on a free port; `printed` is what it prints besides its address. */
async function serve(t: TestContext, file: string) {
  const child = spawn(host, ['-addr', '127.0.0.1:0', file, 'NewPlugin'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'close') as Promise<[number]>;
  const printed: string[] = [];
  const url = await new Promise<string>((listening, ended) => {
    void exited.then(([code]) => {
      ended(new Error(`the host ended with ${code}: ${printed.join('\n')}`));
    });
    createInterface(child.stdout).on('line', (line) => {
      const address = /^listening on (.*)$/.exec(line)?.[1];
      if (address === undefined) printed.push(line);
      else listening(`http://${address}`);
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    return (await exited)[0];
  };
  return { url, printed, stop };
}
