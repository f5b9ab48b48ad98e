import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { UserError } from '../base/userError.js';
import { childEnvironment } from './children.js';
import { followsDownloads, reportDownload } from './downloads.js';
import { environment, interruption } from './call.js';

/** Milliseconds in which processes notice one signal that all of them get. */
const SIGNALS_APART = 200;

/** Files that Node or bun opens to start a program, and a few more. */
const FILES_TO_START = 8;

/** What a program may print: 1 GB. */
const MOST_BYTES = 1 << 30;

export interface ProcessResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The same, with the standard output as bytes. */
export interface BytesResult extends Omit<ProcessResult, 'stdout'> {
  stdout: Buffer;
}

export interface ProcessOptions {
  cwd: string;
  /** Added to the call's environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  /** What to do when the program cannot be started. */
  advice?: string;
  /** The files that it reads, for messages. */
  reads?: string;
  /** Called with each line of standard error as soon as it is whole. */
  onErrorLine?: ((line: string) => void) | undefined;
}

/**
 * Runs a program without a shell and waits for it; a failing exit code is a normal result.
 * @throws UserError if the program cannot be started or is killed; the interruption's reason if that stopped it.
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const { stdout, ...result } = await runForBytes(file, args, options);
  return { ...result, stdout: stdout.toString() };
}

/**
 * The same for output that may be large or not text.
 * @throws the same as runProcess.
 */
export async function runForBytes(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<BytesResult> {
  const stop = interruption();
  stop.throwIfAborted();
  checkOpenFiles(file);
  const running = execa(file, args, {
    cwd: options.cwd,
    extendEnv: false,
    env: { ...environment(), ...options.env, ...childEnvironment() },
    reject: false,
    stripFinalNewline: false,
    stdin: 'ignore',
    encoding: 'buffer',
    // Its buffer for standard output grows by copies: for the 19 MB of a large plugin's symbols it took as long as objdump.
    buffer: { stdout: false, stderr: true },
    maxBuffer: MOST_BYTES,
    cancelSignal: stop,
  });
  const output = collect(running.stdout, () => running.kill());
  const { onErrorLine } = options;
  if (onErrorLine !== undefined || followsDownloads()) {
    eachLine(running.stderr, (line) => {
      if (!reportDownload(line)) onErrorLine?.(line);
    });
  }
  const result = await running;
  if (result.isCanceled) stop.throwIfAborted();
  // Ctrl-C goes to all processes of the terminal; that the program has ended may be noticed before this process's own signal.
  if (result.signal !== undefined) {
    await setTimeout(SIGNALS_APART, undefined, { signal: stop }).catch(() => undefined);
    stop.throwIfAborted();
  }
  const name = `${file} ${options.reads ?? args[0] ?? ''}`;
  if (result.isMaxBuffer || output.isTooLong)
    throw new UserError(`${name} printed more than 1 GB`, 'Run it alone, and look at what it prints.');
  if (result.exitCode !== undefined) {
    return {
      exitCode: result.exitCode,
      stdout: Buffer.concat(output.chunks),
      stderr: asBuffer(result.stderr).toString(),
    };
  }
  if (result.signal !== undefined)
    throw new UserError(
      `${name} was killed by ${result.signal}`,
      'Check that enough memory is free (`dmesg` shows processes that were killed for it), and try again.',
    );
  throw new UserError(
    `cannot run ${file}: ${result.code === 'ENOENT' ? 'not found' : (result.code ?? result.shortMessage)}`,
    options.advice ?? 'Run `gorename-plugin doctor` to see what is missing and how to install it.',
  );
}

/**
 * If too many files are open to start a program, execa throws a TypeError, and nobody handles the error event that follows:
 * it would end this process, or that of the library's caller.
 * @throws UserError
 */
function checkOpenFiles(file: string): void {
  const opened: number[] = [];
  try {
    while (opened.length < FILES_TO_START) opened.push(openSync(devNull, 'r'));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
    throw new UserError(
      `cannot run ${file}: ${code}: too many open files`,
      'Raise the limit of open files: `ulimit -n 1024`.',
    );
  } finally {
    opened.forEach(closeSync);
  }
}

interface Output {
  chunks: Buffer[];
  isTooLong: boolean;
}

/**
 * Collects all of a stream; it is complete when the process has ended.
 * @param stop - called if there are more than MOST_BYTES.
 */
function collect(stream: Readable, stop: () => void): Output {
  const output: Output = { chunks: [], isTooLong: false };
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MOST_BYTES) {
      output.chunks.push(chunk);
    } else if (!output.isTooLong) {
      output.isTooLong = true;
      stop();
    }
  });
  return output;
}

/** Calls `use` with each line, without its end, as soon as it is whole. */
function eachLine(stream: Readable, use: (line: string) => void): void {
  const decoder = new StringDecoder();
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) use(line);
  });
  stream.on('end', () => {
    if (rest !== '') use(rest);
  });
}

/** A view of the same memory. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
