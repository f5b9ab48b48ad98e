/** The only module that prints: control characters in names and messages of others are escaped. */
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { interruption } from '../process/call.js';
import { jsonWithoutCommands, printable, printableLog, withoutCommands } from '../report/printable.js';
import { loadCode } from './loadCode.js';
import { fitsStatus, StatusLine } from './statusLine.js';

let status: StatusLine | undefined;

/** Whether standard error is a terminal that a person looks at, and that can remove what it shows. */
export function isInteractive(): boolean {
  return process.stderr.isTTY && fitsStatus(process.env);
}

/** Begins a status line, if there is such a terminal; {@link endStatus} removes it. */
export async function beginStatus(): Promise<void> {
  if (!isInteractive() || status !== undefined) return;
  const [{ createLogUpdate }, { default: slice }] = await loadCode.statusLine();
  const update = createLogUpdate(process.stderr, { showCursor: true });
  status = new StatusLine({ update, slice, columns: () => process.stderr.columns || 80 });
}

/** Changes the text of the status line, if there is one. */
export function setStatus(text: string): void {
  status?.set(text);
}

/** Removes the status line. */
export function endStatus(): void {
  status?.end();
  status = undefined;
}

/** Whether a runner of GitHub Actions reads what is printed. */
export function isGithubActions(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}

/** Text that neither a terminal nor a runner of CI executes. */
function inert(text: string): string {
  return isGithubActions() ? withoutCommands(printable(text)) : printable(text);
}

function write(stream: NodeJS.WriteStream, text: string): void {
  status?.clear();
  stream.write(text);
}

/** Prints a result on standard output, and ends the line. */
export function printLine(text: string): void {
  write(process.stdout, `${inert(text)}\n`);
}

/** Prints a note on standard error, and ends the line. */
export function printNote(text: string): void {
  write(process.stderr, `${inert(text)}\n`);
}

/** Prints what only a person wants to know, on standard error: nothing in a pipe or a file. */
export function printSummary(text: string): void {
  if (process.stderr.isTTY) printNote(text);
}

/** Prints text that already has line ends, such as another program's messages, on standard error. */
export function printMessages(text: string): void {
  write(process.stderr, inert(text));
}

/** Prints the JSON text of {@link formatJson} on standard output. */
export function printJson(json: string): void {
  write(process.stdout, isGithubActions() ? jsonWithoutCommands(json) : json);
}

/** Prints a workflow command that report/annotation.ts has formatted, on standard error. */
export function printAnnotation(command: string): void {
  write(process.stderr, `${command}\n`);
}

/** The width of help text. */
export function helpWidth(): number {
  return process.stdout.isTTY ? Math.min(100, process.stdout.columns) : 100;
}

/** The width of the terminal that results are printed on; undefined for a pipe or file. */
export function resultWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
}

/** The width of the terminal that notes are printed on; undefined for a pipe or file. */
export function noteWidth(): number | undefined {
  return process.stderr.isTTY ? process.stderr.columns || 80 : undefined;
}

/**
 * Passes a log through `filter` to standard output. A file or another program gets every byte unchanged; a terminal
 * gets colours, but no other control characters. A reader that stops early is not an error.
 * @throws the file system's errors of reading; the interruption's reason.
 */
export async function passOn(source: Readable, filter: Transform): Promise<void> {
  const stages = process.stdout.isTTY ? [filter, new TerminalFilter()] : [filter];
  try {
    await pipeline([source, ...stages, process.stdout], { end: false, signal: interruption() });
  } catch (error) {
    interruption().throwIfAborted();
    // streams.ts has already reported it.
    if ((error as NodeJS.ErrnoException).syscall !== 'write') throw error;
  }
}

class TerminalFilter extends Transform {
  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, data: string) => void,
  ): void {
    done(null, printableLog(chunk.toString()));
  }
}
