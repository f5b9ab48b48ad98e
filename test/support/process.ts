/** Running programs, this tool among them, the way a user does. */
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { projectDir, tempDir } from './files.js';

/** What a program left behind. `exitCode` is -1 when a signal ended it. */
export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** Added to this process's environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
}

/** Runs a program to its end. A failing one is an Outcome like any other; one that cannot be started throws. */
export async function run(program: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const { failed, exitCode, signal, stdout, stderr, cause } = await execa(program, args, {
    ...options,
    stdin: 'ignore',
    reject: false,
  });
  if (failed && exitCode === undefined && signal === undefined) throw cause;
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/**
 * Where the tool keeps its work trees during the tests: the one that the test run was given, or a
 * temporary one. Never the user's own.
 */
export const toolCache = process.env['GORENAME_PLUGIN_CACHE'] ?? tempDir();

/** The executable to test, absolute; undefined for the program on Node. */
export const executable = process.env['GORENAME_PLUGIN'];
// Makefiles of pages and examples take the tool from this variable.
delete process.env['GORENAME_PLUGIN'];

/** The script that Node runs. */
export const toolPath = join(projectDir, 'bin/gorename-plugin.js');

/** A program and its first arguments. */
export type Command = readonly [string, ...string[]];

/** The tool on Node, for tests that are about this form of it. */
export const toolOnNode: Command = [process.execPath, toolPath];

/** The tool that is tested. */
export const toolCommand: Command = executable === undefined ? toolOnNode : [resolve(projectDir, executable)];

/** Runs `gorename-plugin` with the tests' own cache; `options.env` may name another. */
export function runTool(
  args: string[],
  options: RunOptions = {},
  tool: Command = toolCommand,
): Promise<Outcome> {
  const [program, ...first] = tool;
  return run(program, [...first, ...args], {
    ...options,
    env: { GORENAME_PLUGIN_CACHE: toolCache, ...options.env },
  });
}
