/** What stays shared, and is changed by a library when the plugin is loaded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, Registries } from './registries.js';

test('build warns of a library whose initialization replaces global state of the host, and of nothing else', async () => {
  const programs = new Registries('shared');
  const host = await programs.buildHost();
  const { file, document } = await programs.buildPlugin('a');
  const report = await load(host, [file]);
  assert.equal(report.before, 'host text/host; charset=utf-8');
  assert.equal(report.after, 'a text/a; charset=utf-8');
  assert.deepEqual(
    document.findings.map(({ kind, message }) => [kind, message.replace(/^.*\/lib\.go/, 'lib.go')]),
    [
      ['AddExtensionType', '12:18', 'mime'],
      ['SetPrefix', '21:2', 'log'],
      ['DefaultTransport', '22:2', 'net/http'],
    ].map(([name, place, registry]) => [
      'shared-global-state',
      `lib.go:${place}: example.com/isolation/lib uses ${registry}.${name} when the plugin is loaded: ` +
        'a plugin that sets it sets it for the host',
    ]),
  );
});
