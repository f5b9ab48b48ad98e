/** What the command itself says, of a host and of its manifest. */
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { tempDir } from '../../../support/files.js';
import { runTool } from '../../../support/process.js';
import type { Pair } from './pairs.js';
import type { Predicted } from './prediction.js';

interface Document {
  plugins: { prediction: { verdict: string; differing: string[] } }[];
}

/** The command agrees with the prediction, as does its exit code. */
export async function checkCommandLine(pair: Pair, predicted: Predicted, glibc: string): Promise<void> {
  const manifest = join(tempDir(), 'host.json');
  const made = await runTool(['host', pair.host, '-o', manifest]);
  assert.equal(made.exitCode, 0, made.stderr);
  for (const host of [pair.host, manifest]) {
    const args = ['verify', ...pair.plugins, '--host', host, '--glibc', glibc, '--json'];
    const { exitCode, stdout, stderr } = await runTool(args);
    const files = `${basename(host)} ${pair.plugins.map((file) => basename(file)).join(' ')}`;
    if (predicted.causes[0]?.[0] === 'no plugin') {
      assert.equal(exitCode, 2, files);
      continue;
    }
    assert.notEqual(stdout, '', `${files}: ${stderr}`);
    const { plugins } = JSON.parse(stdout) as Document;
    assert.deepEqual(
      plugins.map(({ prediction }) => prediction.verdict),
      predicted.verdicts,
      files,
    );
    assert.deepEqual(
      plugins.map(({ prediction }) => prediction.differing),
      predicted.differing,
      files,
    );
    assert.equal(exitCode, predicted.causes.flat().length > 0 ? 1 : 0, files);
  }
}
