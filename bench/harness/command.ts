import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execa } from 'execa';

/** A process to start. */
export interface Command {
  program: string;
  args: string[];
  cwd: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
  /** Do not collect what it prints on standard output. */
  quiet?: boolean;
}

/** What one run took: seconds by the clock, and of all processors together. */
export interface Timing {
  seconds: number;
  /** With the processes that it started and waited for; undefined where there is no /proc (it counts in 1/100 s). */
  cpu: number | undefined;
}

/**
 * Runs a command to its end.
 * @throws execa's error, with all that was printed, when it fails.
 */
export async function run(command: Command): Promise<{ stdout: string; stderr: string }> {
  const { program, args, cwd, env, quiet } = command;
  const stdout = quiet === true ? 'ignore' : 'pipe';
  const result = await execa(program, args, { cwd, env: env ?? {}, stdin: 'ignore', stdout });
  return { stdout: result.stdout ?? '', stderr: result.stderr };
}

export async function time(command: Command): Promise<Timing> {
  const start = performance.now();
  const cpu = cpuOfChildren();
  await run(command);
  const seconds = (performance.now() - start) / 1000;
  const now = cpuOfChildren();
  return { seconds, cpu: cpu === undefined || now === undefined ? undefined : now - cpu };
}

/** Seconds of processor time of all processes that this one has waited for; proc(5): cutime and cstime of stat. */
function cpuOfChildren(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  // The name, in parentheses, may hold spaces.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const TICKS_PER_SECOND = 100;
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Runs a node program and gives the most memory that it had at a time, in megabytes. */
export async function peakMemory(command: Command): Promise<number> {
  const probe = ['--import', join(import.meta.dirname, 'peakMemory.js')];
  const { stderr } = await run({ ...command, args: [...probe, ...command.args] });
  return Number(/peak-memory (\d+)/.exec(stderr)?.[1]) / 1024;
}
