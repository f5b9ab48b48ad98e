/** Runs this tool on a terminal, which the `script` command of util-linux makes. */
import { formatCommand } from '../../src/base/shellWords.js';
import { run, toolPath, type RunOptions } from './process.js';

/** @returns what the terminal shows, both streams in order, without carriage returns. */
export async function runOnTerminal(
  args: string[],
  options: RunOptions,
): Promise<{ exitCode: number; screen: string }> {
  const command = formatCommand([process.execPath, toolPath, ...args]);
  const { exitCode, stdout } = await run('script', ['-qec', command, '/dev/null'], options);
  return { exitCode, screen: stdout.replaceAll('\r', '').trimEnd() };
}
