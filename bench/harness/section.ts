/** What a case group leaves behind: a section of bench/results.md. */
import { median, ratio, seconds, type Measured } from './contest.js';

/** A target and what was measured. */
export interface Verdict {
  target: string;
  measured: string;
  met: boolean;
}

export interface Section {
  /** Markdown blocks, in order. */
  blocks: string[];
  verdicts: Verdict[];
  /** For docs/call-overhead.md, between the marks of the group's name. */
  readme?: string;
}

/** A table of rows that all have as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The contenders of a contest: medians, extremes, processor time, and the ratio to the first. */
export function timesTable(results: readonly Measured[]): string {
  const [first] = results;
  const all = results.flatMap((one) => (one.executable === undefined ? [one] : [one, one.executable]));
  const rows = all.map((result) => {
    const times = result.timings.map((timing) => timing.seconds);
    const cpu = median(result.timings.map((timing) => timing.cpu ?? NaN));
    return [
      `\`${result.contender.shown}\``,
      formatSeconds(seconds(result)),
      `${formatSeconds(Math.min(...times))} – ${formatSeconds(Math.max(...times))}`,
      Number.isNaN(cpu) ? '' : cpu.toFixed(2),
      first === undefined ? '' : (seconds(result) / seconds(first)).toFixed(2),
    ];
  });
  return table(['command', 'median, s', 'min – max', 'CPU, s', 'ratio'], rows);
}

/** Short times with their milliseconds. */
export function formatSeconds(value: number): string {
  return value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 0);
}

/** At most `limit` times as long as `other`; `subject` where a section has several. */
export function atMost(limit: number, other: string, measured: number, subject?: string): Verdict {
  return {
    target: `${subject === undefined ? '' : `${subject}: `}at most ${limit} × ${other}`,
    measured: `${measured.toFixed(2)} ×`,
    met: measured <= limit,
  };
}

/** The same of the executable; nothing if it was not measured. */
export function executableAtMost(
  limit: number,
  other: string,
  { executable }: Measured,
  to: Measured,
  subject?: string,
): Verdict[] {
  if (executable === undefined) return [];
  const what = subject === undefined ? 'executable' : `executable, ${subject}`;
  return [atMost(limit, other, ratio(executable, to), what)];
}

/** `limit` times, at least. */
export function atLeast(what: string, limit: number, measured: number): Verdict {
  return {
    target: `${limit} × ${what}`,
    measured: `${measured.toFixed(1)} ×`,
    met: measured >= limit,
  };
}
