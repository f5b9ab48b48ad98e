/** Needs a cross compiler: `apt-get install gcc-aarch64-linux-gnu`. Without one this fails; it never skips. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { run, runTool } from '../../support/process.js';
import { buildRenamed } from './compare.js';

const env = { GOARCH: 'arm64', CGO_ENABLED: '1', CC: 'aarch64-linux-gnu-gcc' };

for (const name of ['targets/plugin', 'symbols/plugin', 'stable/plugin/cmd/cplug']) {
  test(`${name}: a plugin for linux/arm64 contains exactly the renamed packages`, async () => {
    const { output, packages } = await buildRenamed(fixtureDir(`renaming/${name}`), { env });
    const { stdout: header } = await run('objdump', ['-f', output]);
    assert.match(header, /elf64-(littleaarch64|little)/);
    const { stdout: symbols } = await run('objdump', ['-T', output]);
    const hashes = [...symbols.matchAll(/go:link\.pkghashbytes\.(\S*\.\S*\/.*)$/gm)].map(([, path]) => path);
    assert.deepEqual(hashes.sort(), packages.map(({ builtAs }) => builtAs).sort());
    const verify = await runTool(['verify', output], { cwd: tempDir() });
    assert.match(verify.stdout, /func Answer/);
  });
}
