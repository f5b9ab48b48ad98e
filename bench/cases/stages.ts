import { run } from '../harness/command.js';
import type { Contender } from '../harness/contest.js';

/** Runs the tool once more and returns the time of its stages: `load 0.41 s, write 0.80 s`. */
export async function describeStages({ before, command }: Contender): Promise<string> {
  await before?.(0);
  const { stdout } = await run({ ...command, args: [...command.args, '--json'] });
  const { timings } = JSON.parse(stdout) as { timings: Record<string, number> };
  return Object.entries(timings)
    .map(([stage, milliseconds]) => `${stage} ${(milliseconds / 1000).toFixed(2)} s`)
    .join(', ');
}
