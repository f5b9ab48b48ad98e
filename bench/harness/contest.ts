/** Contenders in turns: other load on the machine affects all of them. */
import { toolPath } from './bench.js';
import { time, type Command, type Timing } from './command.js';

/** One row of a table. */
export interface Contender {
  /** The command as the table shows it. */
  shown: string;
  command: Command;
  /** Brings about what the run starts from; not timed. No two runs get the same number. */
  before?: (turn: number) => Promise<void> | void;
  /** For slow ones: they sit out the later rounds. */
  rounds?: number;
  /** What the executable runs instead, if both must not work in one directory: each builds again what the other has built. */
  apart?: Contender;
}

export interface Measured {
  contender: Contender;
  timings: Timing[];
  /** The same command of the tool, run by its executable. */
  executable?: Measured;
}

export interface ContestOptions {
  rounds: number;
  /** Run each once beforehand, to fill the caches that it starts from. */
  warmUp: boolean;
  /** An executable of the tool, absolute: it runs the tool's commands in turns with Node. */
  executable?: string | undefined;
}

/** Runs all contenders, `rounds` times in turns, every other round in reverse order. Reports progress on stderr. */
export async function runContest<Name extends string>(
  contenders: Record<Name, Contender>,
  { rounds, warmUp, executable }: ContestOptions,
): Promise<Record<Name, Measured>> {
  const measured = Object.values<Contender>(contenders).map((contender): Measured => {
    const runsTool = executable !== undefined && contender.command.args[0] === toolPath;
    return {
      contender,
      timings: [],
      ...(runsTool
        ? { executable: { contender: runBy(executable, contender.apart ?? contender), timings: [] } }
        : {}),
    };
  });
  const all = measured.flatMap((one) => (one.executable === undefined ? [one] : [one, one.executable]));
  let turn = 0;
  for (let round = warmUp ? 0 : 1; round <= rounds; round++) {
    for (const { contender, timings } of round % 2 === 0 ? all.toReversed() : all) {
      if (round > (contender.rounds ?? rounds) || (round === 0 && contender.rounds !== undefined)) continue;
      await contender.before?.(turn++);
      const timing = await time(contender.command);
      console.error(`  round ${round}: ${timing.seconds.toFixed(2)} s  ${contender.shown}`);
      if (round > 0) timings.push(timing);
    }
  }
  const names = Object.keys(contenders) as Name[];
  return Object.fromEntries(names.map((name, index) => [name, measured[index]])) as Record<Name, Measured>;
}

/** A command of the tool on Node, run by its executable instead. */
function runBy(executable: string, { command, ...contender }: Contender): Contender {
  const shown = `${contender.shown} # executable`;
  return { ...contender, shown, command: { ...command, program: executable, args: command.args.slice(1) } };
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
