/** What the go command downloads for a build is shown with -v only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { Sharing } from './sharing.js';

test('build --host downloads, without a message, the modules of a vendored plugin that are shared with the host', async () => {
  const sharing = await Sharing.create();
  const host = await sharing.plain(await sharing.source('host'), 'host', ['-trimpath']);
  const plugin = await sharing.source('plugins/simple', 'simple', {
    'go.mod': 'module example.com/plugins/simple\n\ngo 1.22\n\nrequire example.com/text v1.0.0\n',
    'main.go': 'package main\n\nimport _ "example.com/text"\n\nfunc main() {}\n',
  });
  await go(plugin, ['mod', 'vendor'], sharing.env);
  const build = [plugin, '--host', host, '--rename', 'conflicts', '-o', sharing.path('out', 'simple.so')];
  // Writable, so that the test can remove it.
  const empty = (): Record<string, string> => ({ GOMODCACHE: tempDir(), GOFLAGS: '-modcacherw' });
  const shown = await sharing.tool([...build, '-v'], empty());
  assert.match(shown.stderr, /^go: downloading example\.com\//m);
  const { stderr } = await sharing.tool(build, empty());
  assert.doesNotMatch(stderr, /downloading/);
});
