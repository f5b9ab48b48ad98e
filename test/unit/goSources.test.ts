/** The Go programs and packages that the tool compiles for its users. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectDir } from '../support/files.js';
import { go } from '../support/go.js';
import { run } from '../support/process.js';

for (const dir of ['typecheck', 'probe', 'shims']) {
  test(`gofmt and go vet have nothing to say about ${dir}/`, async () => {
    const formatted = await run('gofmt', ['-l', dir], { cwd: projectDir });
    assert.deepEqual(formatted, { exitCode: 0, stdout: '', stderr: '' });
    await go(join(projectDir, dir), ['vet', './...'], { GOFLAGS: '', GOWORK: 'off' });
  });
}
