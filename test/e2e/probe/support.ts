/** Plugins to load, and what the tool says of them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ProbeDocument } from '../../../src/report/documents.js';
import { parseValid } from '../../support/validator.js';
import { fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { runTool, type RunOptions } from '../../support/process.js';

const built = tempDir();

/**
 * Builds `fixtures/probe/plugins/<name>`.
 * @returns its file, at the same place each time.
 */
export async function buildPlugin(
  name: string,
  flags: string[] = [],
  dir = fixtureDir('probe/plugins'),
): Promise<string> {
  const file = join(built, `${name}.so`);
  await go(dir, ['build', '-buildmode=plugin', '-o', file, ...flags, `./${name}`]);
  return file;
}

/** The document of `probe --json`; findings are compared as they are printed. */
export type Document = Omit<ProbeDocument, 'findings'> & {
  findings: (Record<string, unknown> & { kind: string; message: string })[];
};

/** Runs `probe --json`, whose exit code must be that of its findings. */
export async function probe(args: string[], options: RunOptions = {}): Promise<Document> {
  const { exitCode, stdout, stderr } = await runTool(['probe', '--json', ...args], options);
  const document = parseValid('probe', stdout) as Document;
  const failed = document.findings.some(({ severity }) => severity === 'error');
  assert.equal(exitCode, failed ? 1 : 0, stderr);
  for (const { message } of document.findings) assert(stderr.includes(message), stderr);
  return document;
}

/** What the plugins came to, in their order. */
export function statesOf({ plugins }: Document): string[] {
  return plugins.map(({ outcome }) => outcome);
}

/** The kinds of the findings, in their order. */
export function kindsOf({ findings }: Document): string[] {
  return findings.map(({ kind }) => kind);
}
