/** Runs this tool on a terminal: `script` of util-linux makes it, and xterm shows what is printed. */
import { execa } from 'execa';
import xterm from '@xterm/headless';
import { formatCommand } from '../../src/base/shellWords.js';
import { toolCommand, type RunOptions } from './process.js';

/** What a terminal has shown. */
export interface Shown {
  exitCode: number;
  /** The lines at the end, both streams in order. */
  screen: string;
  /** Each different last line, in the order in which they appeared. */
  lastLines: string[];
  /** All bytes. */
  raw: string;
}

/** @param options - `columns`: the width of the terminal. `stop`: ends it with Ctrl-C as soon as it shows such a line. */
export async function runOnTerminal(
  args: string[],
  options: RunOptions & { columns?: number; stop?: RegExp },
): Promise<Shown> {
  const { columns = 200, stop, cwd = process.cwd(), env = {} } = options;
  const size = `stty cols ${String(columns)} rows 50`;
  const command = `${size}; exec ${formatCommand([...toolCommand, ...args])}`;
  // The terminal of a person, whatever runs the tests.
  const variables = { CI: undefined, TERM: 'xterm', ...env };
  const running = execa('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: variables,
    stdin: 'pipe',
    buffer: false,
    reject: false,
  });
  const terminal = new xterm.Terminal({ cols: columns, rows: 50, allowProposedApi: true, convertEol: false });
  const lastLines: string[] = [];
  let raw = '';
  for await (const chunk of running.iterable({ from: 'stdout', binary: true })) {
    raw += Buffer.from(chunk).toString();
    await new Promise<void>((done) => {
      terminal.write(chunk, done);
    });
    const last = linesOf(terminal).at(-1) ?? '';
    if (last !== '' && last !== lastLines.at(-1)) lastLines.push(last);
    if (stop?.test(last) === true) running.stdin.write('\x03');
  }
  const { exitCode } = await running;
  return { exitCode: exitCode ?? -1, screen: linesOf(terminal).join('\n'), lastLines, raw };
}

function linesOf(terminal: xterm.Terminal): string[] {
  const { buffer } = terminal;
  const lines = Array.from(
    { length: buffer.active.length },
    (_, index) => buffer.active.getLine(index)?.translateToString(true) ?? '',
  );
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
