/** What the Go runtime prints of goroutines, when a program panics, crashes or gets SIGQUIT. */

/** Lines of a stack that are shown: a stack overflow has a hundred frames of two lines each. */
const MOST_LINES = 20;

/**
 * The frames of plugin code in the output of runtime/debug.Stack, called when a panic was recovered.
 * @returns lines, two for each frame.
 */
export function framesOfPanic(stack: string): string[] {
  const lines = stack.trimEnd().split('\n');
  const panic = lines.findIndex((line) => line.startsWith('panic('));
  return pluginFrames(lines.slice(panic < 0 ? 1 : panic + 2));
}

/** The frames of the first goroutine that a crashing program prints: the one that crashed. */
export function framesOfDeath(output: string): string[] {
  return pluginFrames(goroutines(output)[0] ?? []);
}

/** The frames of the goroutine that is in plugin.Open, in a dump of all goroutines. */
export function framesOfWaiting(output: string): string[] {
  const dump = goroutines(output);
  return pluginFrames(dump.find((lines) => lines.some((line) => line.startsWith('plugin.open('))) ?? []);
}

/** The goroutines of a dump, each with its lines below `goroutine 1 [running]:`. */
function goroutines(output: string): string[][] {
  return [...output.matchAll(/^goroutine \d+ .*\[.*\]:\n((?:.+\n?)*)/gm)].map(([, body = '']) =>
    body.trimEnd().split('\n'),
  );
}

/** The frames between the runtime's on top and those of plugin.Open, without addresses. */
function pluginFrames(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => /^(runtime\.doInit1?|plugin\.open)\(/.test(line));
  const frames = end < 0 ? [...lines] : lines.slice(0, end);
  while (/^(internal\/)?runtime[./]/.test(frames[0] ?? '')) frames.splice(0, 2);
  const shown = frames.map((line) => line.replace(/ fp=0x\S+ sp=0x\S+ pc=0x\S+$/, ''));
  return shown.length <= MOST_LINES ? shown : [...shown.slice(0, MOST_LINES), '…'];
}

/** The runtime's line about the crash: `fatal error: …`, `panic: …`, `SIGSEGV: …`. */
export function fatalLine(output: string): string | undefined {
  return /^(?:fatal error|panic|SIG(?!QUIT)[A-Z]+): .*$/m.exec(output)?.[0];
}

/** The last line that a program printed. */
export function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
