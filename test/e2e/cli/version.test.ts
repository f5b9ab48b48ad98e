/** `version`: what a report of a problem should name. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCommit } from '../../../scripts/commit.js';
import { projectDir } from '../../support/files.js';
import { run } from '../../support/process.js';
import { parseValid } from '../../support/validator.js';
import { Workspace } from './workspace.js';

interface Program {
  version: string;
  commit: string | null;
  runtime: string;
  target: string;
}

const workspace = Workspace.of('hello');
const { version } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as { version: string };

async function readProgram(command: 'version' | 'doctor'): Promise<Program> {
  const document = parseValid(command, await workspace.done([command, '--json'])) as { program: Program };
  return document.program;
}

test('version --json and doctor --json name the same program', async () => {
  const program = await readProgram('version');
  assert.equal(program.version, version);
  assert.match(program.runtime, /^(Node\.js|Bun) \d+\.\d+\.\d+$/);
  assert.match(program.target, new RegExp(`^linux_${arch() === 'x64' ? 'amd64' : arch()}(_musl)?$`));
  assert.deepEqual(await readProgram('doctor'), program);
});

test('version names the commit that the program was compiled from', async () => {
  const { commit } = await readProgram('version');
  assert.equal(commit === null, readCommit() === undefined);
  if (commit === null) return;
  // The program may be older than the sources.
  const { exitCode } = await run('git', ['cat-file', '-e', `${commit.replace('+dirty', '')}^{commit}`], {
    cwd: projectDir,
  });
  assert.equal(exitCode, 0, commit);
});

test('version prints the same as text, and doctor in its first row', async () => {
  const { commit, runtime, target } = await readProgram('version');
  assert.equal(
    await workspace.done(['version']),
    `gorename-plugin ${version}\n  commit   ${commit ?? 'unknown'}\n  runtime  ${runtime}\n  target   ${target}`,
  );
  const [first] = (await workspace.done(['doctor'])).split('\n');
  const short = commit?.replace(/(?<=^.{12})[0-9a-f]+/, '') ?? 'unknown';
  assert.equal(first, `ok      program      ${version} (commit ${short}, ${runtime}, ${target})`);
});
