/** A library with syntax that the grammar does not know: both what is made private and what is left are reported. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, Registries } from './registries.js';

test('build reports which names of a file with unclear scopes it took for the package, and which not', async () => {
  const programs = new Registries('unclear');
  const host = await programs.buildHost();
  const { file, document } = await programs.buildPlugin('a');
  assert.deepEqual(await load(host, [file]), {
    before: 'default of host',
    plugins: ['default of a'],
    after: 'default of host',
  });
  assert.deepEqual(
    document.findings.map(({ kind, message }) => [kind, message.replace(/^.*\/lib\.go/, 'lib.go')]),
    [
      [
        'global-state-unclear',
        'lib.go:14:13: cannot determine whether this is flag.String: unsupported syntax in this file',
      ],
      [
        'global-state-unclear',
        'lib.go:16:59: cannot determine whether this is flag.Bool: unsupported syntax in this file',
      ],
    ],
  );
});
