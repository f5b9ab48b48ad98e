/** Contenders in turns: other load on the machine affects all of them. */
import { time, type Command, type Timing } from './command.js';

/** One row of a table. */
export interface Contender {
  /** The command as the table shows it. */
  shown: string;
  command: Command;
  /** Brings about what the run starts from; not timed. Rounds count from 0, which is for warming up. */
  before?: (round: number) => Promise<void> | void;
  /** For slow ones: they sit out the later rounds. */
  rounds?: number;
}

export interface Measured {
  contender: Contender;
  timings: Timing[];
}

export interface ContestOptions {
  rounds: number;
  /** Run each once beforehand, to fill the caches that it starts from. */
  warmUp: boolean;
}

/** Runs all contenders, `rounds` times in turns, every other round in reverse order. Reports progress on stderr. */
export async function runContest<Name extends string>(
  contenders: Record<Name, Contender>,
  { rounds, warmUp }: ContestOptions,
): Promise<Record<Name, Measured>> {
  const measured = Object.values<Contender>(contenders).map((contender): Measured => {
    return { contender, timings: [] };
  });
  for (let round = warmUp ? 0 : 1; round <= rounds; round++) {
    for (const { contender, timings } of round % 2 === 0 ? measured.toReversed() : measured) {
      if (round > (contender.rounds ?? rounds) || (round === 0 && contender.rounds !== undefined)) continue;
      await contender.before?.(round);
      const timing = await time(contender.command);
      console.error(`  round ${round}: ${timing.seconds.toFixed(2)} s  ${contender.shown}`);
      if (round > 0) timings.push(timing);
    }
  }
  const names = Object.keys(contenders) as Name[];
  return Object.fromEntries(names.map((name, index) => [name, measured[index]])) as Record<Name, Measured>;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

/** Median seconds by the clock. */
export function seconds({ timings }: Measured): number {
  return median(timings.map((timing) => timing.seconds));
}

/** Ratio of the medians. */
export function ratio(of: Measured, to: Measured): number {
  return seconds(of) / seconds(to);
}
