/** What is kept between builds may be damaged: another shape is unknown, and the next build replaces it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as v from 'valibot';
import { readRecord, writeRecord } from '../../../src/store/records.js';
import { Workspace } from '../cli/workspace.js';
import { run } from '../../support/process.js';
import { settle, tempDir } from '../../support/files.js';
import { setUp } from '../../support/setUp.js';

const workspace = Workspace.of('hello', {});
const kinds = ['digests', 'fingerprints', 'graphs', 'prefixes', 'sets', 'uses'];

function records(): string[] {
  return kinds.flatMap((kind) => {
    const dir = join(workspace.cache, kind);
    return existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : [];
  });
}

async function build(): Promise<string> {
  workspace.write({ 'plugin/edit.go': `package main\n\nvar V${String(Date.now())} = 1\n` });
  await settle();
  const { exitCode, stdout, stderr } = await workspace.run(['build', './plugin', '-o', 'a.so', '--json']);
  assert.equal(exitCode, 0, stderr);
  const { prefix } = JSON.parse(stdout) as { prefix: string };
  return prefix;
}

setUp(async () => {
  await build();
});

const texts = ['', 'null', '{}', '[]', '3', '"x"', '{"settings":null,"packages":3,"stamps":[]}', '\u0000'];
for (const text of texts) {
  test(`stored records with the content ${JSON.stringify(text)} are ignored`, async () => {
    const files = records();
    assert.ok(files.length >= 5, files.join(' '));
    for (const file of files) writeFileSync(file, text);
    assert.match(await build(), /^t_[1-9]\d{9}_[0-9a-f]{8}$/);
    // Those of this build hold something else now.
    for (const kind of ['fingerprints', 'graphs', 'sets'])
      assert.ok(
        records().some((file) => file.includes(`/${kind}/`) && readFileSync(file, 'utf8') !== text),
        kind,
      );
  });
}

test('a stored record is ignored when a byte of it, or the program, has changed, or a pipe has replaced it', async () => {
  const file = join(tempDir(), 'record.json');
  const schema = v.object({ name: v.string() });
  writeRecord(file, { name: 'one' });
  assert.deepEqual(readRecord(file, schema), { name: 'one' });
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('one', 'two'));
  assert.equal(readRecord(file, schema), undefined);
  writeFileSync(file, text.replace(/^\S+/, 'other'));
  assert.equal(readRecord(file, schema), undefined);
  writeRecord(file, { name: 3 });
  assert.equal(readRecord(file, schema), undefined);
  rmSync(file);
  await run('mkfifo', [file]);
  assert.equal(readRecord(file, schema), undefined);
});
