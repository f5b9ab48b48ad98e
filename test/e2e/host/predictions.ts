/** Predictions of verify/ beside what plugin.Open really does. */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { readHost } from '../../../src/host/readHost.js';
import type { Finding } from '../../../src/findings/finding.js';
import type { Prediction, Verdict } from '../../../src/predict/prediction.js';
import { predictOpen } from '../../../src/predict/predictOpen.js';
import { Binary } from '../../../src/binary/goBinary.js';
import { readPlugin } from '../../../src/binary/readPlugin.js';
import { openPlugins, type Verdict as Seen } from './matrix/truth.js';

const EXPECTED: Partial<Record<Verdict, Seen>> = { loads: 'loads', refused: 'refused', crashes: 'dies' };

/**
 * What is predicted for `files`, opened in this order.
 * @param host - a binary, a manifest or a directory.
 */
export async function predict(host: string, files: string[], glibc?: string): Promise<Prediction[]> {
  const plugins = [];
  for (const file of files) plugins.push(await readPlugin(new Binary(file, tmpdir())));
  return predictOpen(await readHost(host, tmpdir()), plugins, glibc);
}

/**
 * Predicts, opens the files in the real host, and fails the test where the two do not agree: in a verdict, or when the
 * package that Go names is not among those predicted to differ.
 */
export async function predictAndOpen(host: string, files: string[], glibc?: string): Promise<Prediction[]> {
  const predictions = await predict(host, files, glibc);
  const { verdicts, said } = await openPlugins(host, files);
  const expected = predictions
    .map(({ verdict }) => EXPECTED[verdict])
    .filter((verdict) => verdict !== undefined);
  assert.deepEqual(verdicts, expected, said.join('\n'));
  for (const [index, line] of said.entries()) {
    const named = /different version of package (\S+)$/.exec(line)?.[1];
    if (named === undefined) continue;
    const { differing = [] } = predictions[index] ?? {};
    assert(differing.includes(named), `${line}\npredicted: ${differing.join(' ')}`);
  }
  return predictions;
}

/** The one finding of a prediction that is one of `kind`. */
export function findingOf<Kind extends Finding['kind']>(
  prediction: Prediction | undefined,
  kind: Kind,
): Extract<Finding, { kind: Kind }> {
  const found = (prediction?.findings ?? []).filter((finding) => finding.kind === kind);
  assert.equal(found.length, 1, `${kind} in ${JSON.stringify(prediction?.findings)}`);
  return found[0] as Extract<Finding, { kind: Kind }>;
}

/** `cause: package, package` of each finding about packages, and `settings: -flag` of those about settings. */
export function causesOf(prediction: Prediction | undefined): string[] {
  return (prediction?.findings ?? []).map((finding) => {
    if (finding.kind === 'packages-differ') {
      return `${finding.cause}: ${finding.packages.map(({ importPath }) => importPath).join(', ')}`;
    }
    if (finding.kind !== 'settings-differ') return finding.kind;
    return `settings: ${finding.settings.map(({ setting }) => setting).join(', ')}`;
  });
}
