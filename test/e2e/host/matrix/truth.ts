/** What plugin.Open says. */
import assert from 'node:assert/strict';
import { run } from '../../../support/process.js';

/** `dies`: the process does, so the files behind are not tried. */
export type Verdict = 'loads' | 'refused' | 'dies';

export interface Truth {
  /** One for each file, up to the one that the process dies of. */
  verdicts: Verdict[];
  /** Go's own words for each, or the first line that the dying process wrote. */
  said: string[];
}

/** Opens `plugins` in `host`, in order, in a separate process. */
export async function openPlugins(host: string, plugins: readonly string[]): Promise<Truth> {
  // Host and plugin both hold runtime/cgo's C variables, which the address sanitizer takes for a mistake.
  const env = { ASAN_OPTIONS: 'detect_odr_violation=0', GOCOVERDIR: undefined };
  const { exitCode, stdout, stderr } = await run(host, [...plugins], { env });
  const said = stdout === '' ? [] : stdout.split('\n');
  const verdicts = said.map((line): Verdict => (line.startsWith('ok ') ? 'loads' : 'refused'));
  if (exitCode === 0) {
    assert.equal(verdicts.length, plugins.length, stdout);
    return { verdicts, said };
  }
  return { verdicts: [...verdicts, 'dies'], said: [...said, stderr.split('\n')[0] ?? ''] };
}
