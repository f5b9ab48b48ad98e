/** The Go programs and packages that the tool compiles for its users. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepDirectory } from '../../src/store/goSources.js';
import { projectDir, tempDir } from '../support/files.js';
import { go } from '../support/go.js';
import { run } from '../support/process.js';

for (const dir of ['typecheck', 'probe', 'shims']) {
  test(`gofmt and go vet have nothing to say about ${dir}/`, async () => {
    const formatted = await run('gofmt', ['-l', dir], { cwd: projectDir });
    assert.deepEqual(formatted, { exitCode: 0, stdout: '', stderr: '' });
    await go(join(projectDir, dir), ['vet', './...'], { GOFLAGS: '', GOWORK: 'off' });
  });
}

test('the include file for make is written again if somebody has changed it in the work directory', () => {
  const workDir = tempDir();
  const original = readFileSync(join(projectDir, 'make/gorename-plugin.mk'), 'utf8');
  const dir = keepDirectory('make', workDir) ?? '';
  const file = join(dir, 'gorename-plugin.mk');
  assert.equal(readFileSync(file, 'utf8'), original);
  // Files of a work tree are read-only.
  rmSync(file);
  writeFileSync(file, '$(shell touch /tmp/mark)\n');
  assert.equal(keepDirectory('make', workDir), dir);
  assert.equal(readFileSync(file, 'utf8'), original);
  assert.equal(keepDirectory('make', '/proc'), undefined);
});
