/** What a user reads after an error that only a bug can cause. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { VersionDocument } from '../../../src/report/documents.js';
import { projectDir, tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

/** A copy of the program that lacks a part of its code. */
function brokenProgram(addresses: object): string {
  const copy = tempDir();
  for (const part of ['bin', 'dist']) cpSync(join(projectDir, part), join(copy, part), { recursive: true });
  symlinkSync(join(projectDir, 'node_modules'), join(copy, 'node_modules'));
  const manifest = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as object;
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, ...addresses }));
  const code = join(copy, 'dist/cli');
  const parts = readdirSync(code).filter((name) => name.startsWith('runDoctor-') && name.endsWith('.js'));
  assert.equal(parts.length, 1);
  for (const part of parts) rmSync(join(code, part));
  return join(copy, 'bin/gorename-plugin.js');
}

for (const [what, addresses, says] of [
  ['with the address', { bugs: { url: 'https://example.org/issues' } }, ' at https://example.org/issues'],
  ['without an address', { bugs: undefined, homepage: undefined }, ''],
] as const) {
  test(`an unexpected error asks for a report, ${what}`, async () => {
    const program = brokenProgram(addresses);
    const { exitCode, stderr } = await run(process.execPath, [program, 'doctor']);
    assert.equal(exitCode, 2);
    assert(
      stderr.startsWith(`gorename-plugin: this is a bug, please report it${says} with these lines:\nError`),
      stderr,
    );
    const { stdout } = await run(process.execPath, [program, 'version', '--json']);
    const { version, commit, runtime, target } = (JSON.parse(stdout) as VersionDocument).program;
    const short = commit?.slice(0, 12) ?? 'unknown';
    assert.match(short, /^[0-9a-f]{12}$|^unknown$/);
    assert.match(
      stderr,
      new RegExp(`\\ngorename-plugin ${version} \\(commit ${short}.*, ${runtime}, ${target}\\)$`),
    );
  });
}
