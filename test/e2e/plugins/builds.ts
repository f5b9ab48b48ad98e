/** Plugins made of `fixtures/plugins/builds`: edited, under other names, with other dependencies. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildDocument } from '../renaming/compare.js';
import { runTool } from '../../support/process.js';

/** Replaces text that must be there. */
export async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const edited = text.replace(from, to);
  assert.notEqual(edited, text, `${file} has no ${String(from)}`);
  await writeFile(file, edited);
}

/** What a build came to: its document, and the packages that go compiled for it. */
export interface Built extends BuildDocument {
  compiled: string[];
}

/** Builds a plugin through the tool. */
export async function build(dir: string, output: string, args: string[] = []): Promise<Built> {
  const command = ['build', join(dir), '-o', output, '--json', ...args, '--', '-v'];
  const { exitCode, stdout, stderr } = await runTool(command);
  assert.equal(exitCode, 0, stderr);
  const compiled = stderr.split('\n').filter((line) => /^[\w./-]+$/.test(line));
  return { ...(JSON.parse(stdout) as BuildDocument), compiled: compiled.sort() };
}
