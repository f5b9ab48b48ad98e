/** `help`: the pages of findings, and the help of commands. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { projectDir } from '../../support/files.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello');
const page = (name: string): string =>
  readFileSync(join(projectDir, 'docs/findings', `${name}.md`), 'utf8').trimEnd();

for (const kind of ['exported-renamed-type', 'glibc-too-new']) {
  test(`help ${kind} prints the page of that finding`, async () => {
    assert.equal((await workspace.done(['help', kind])).trimEnd(), page(kind));
  });
}

test('help gorename.yaml prints the page of that file, and is what the file of init names', async () => {
  const printed = await workspace.done(['help', 'gorename.yaml']);
  assert.equal(printed.trimEnd(), readFileSync(join(projectDir, 'docs/project-file.md'), 'utf8').trimEnd());
  const other = Workspace.of('hello');
  await other.done(['init'], { cwd: other.path('plugin') });
  const [, words = ''] =
    /`gorename-plugin (help .*?)`/.exec(readFileSync(other.path('plugin/gorename.yaml'), 'utf8')) ?? [];
  assert.equal(await other.done(words.split(' ')), printed);
});

test('help accepts a kind as a message shows it, warning[KIND]:', async () => {
  assert.match(await workspace.done(['help', 'warning[keep-unused]:']), /^# keep-unused\n/);
});

test('help findings lists all kinds', async () => {
  const list = await workspace.done(['help', 'findings']);
  assert.equal(list.trimEnd(), page('README'));
  for (const kind of Object.keys(KINDS)) assert.ok(list.includes(`[${kind}]`), kind);
});

for (const command of ['build', 'verify', 'clean']) {
  test(`help ${command} prints what ${command} --help prints`, async () => {
    const ofCommand = await workspace.done([command, '--help']);
    assert.equal(await workspace.done(['help', command]), ofCommand);
    assert.match(ofCommand, new RegExp(`^gorename-plugin ${command}\\b`));
  });
}

test('help alone prints the general help', async () => {
  assert.equal(await workspace.done(['help']), await workspace.done(['--help']));
});

const lists = '`gorename-plugin help findings` lists the findings, `gorename-plugin help` the commands.';
for (const [topic, advice] of [
  ['exported-renamed-typ', `Did you mean exported-renamed-type? ${lists}`],
  ['exported-renamd', `Did you mean exported-renamed-type? ${lists}`],
  ['renamed-type', `Did you mean exported-renamed-type? ${lists}`],
  ['biuld', `Did you mean build? ${lists}`],
  ['frobnicate', lists],
  ['gorename.yml', `Did you mean gorename.yaml? ${lists}`],
  ['../limitations', lists],
] as const) {
  test(`help ${topic} is refused, with the topics that have a similar name`, async () => {
    assert.equal(await workspace.refused(['help', topic]), `no help for ${topic}\n${advice}`);
  });
}
