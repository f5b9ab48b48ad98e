/** A plugin with a vendor directory: its versions are those of go.mod, and it shares the same packages as without one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { go } from '../../support/go.js';
import { ask, Sharing } from './sharing.js';

const OF_HOST = { sdk: '1.0 on 1.0', text: '1.0 1', calls: 1 };

test("--keep of a vendored package that is older than the host's shares it as without vendoring", async () => {
  const sharing = await Sharing.create();
  const host = await sharing.plain(await sharing.source('host'), 'host');
  const simple = await sharing.source('plugins/simple', 'simple');
  const options = [simple, '--host', host, '--keep', 'example.com/sdk'];
  const { stdout: plan } = await sharing.tool([...options, '--dry-run']);
  await go(simple, ['mod', 'vendor'], sharing.env);

  const vendored = await sharing.tool([...options, '--dry-run']);
  const withoutPrefixes = (text: string): string => text.replaceAll(/t_\d+_\w+/g, 't').replace(/m_\w+/, 'm');
  assert.equal(withoutPrefixes(vendored.stdout), withoutPrefixes(plan));
  const file = await sharing.built('vendored', options);
  const answer = 'you: text 1.1 (call 1), sdk 1.0 on 1.0 (call 2), loops one variable and a variable each';
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer, calls: 3 }]);
});

test("--keep of a vendored package that is newer than the host's: dependencies that need it have a copy", async () => {
  const sharing = await Sharing.create();
  const host = await sharing.plain(await sharing.source('host'), 'host');
  const newer = await sharing.source('plugins/newer', 'newer');
  await go(newer, ['mod', 'vendor'], sharing.env);
  const older =
    /^warning\[[\w-]+\]: the plugin requires example\.com\/sdk v1\.1\.0, but is compiled against the host's v1\.0\.0/;
  const file = await sharing.built('newer', [newer, '--host', host, '--keep', 'example.com/sdk'], [older]);
  const answer = 'own: 1.0 on 1.0 (call 2); worker: 1.1 on 1.1 newer (call 1)';
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer, calls: 3 }]);
});
