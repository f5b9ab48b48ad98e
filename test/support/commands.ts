/** Commands of pages, as a reader types them: the tool is on the PATH, and its work directory is that of the tests. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { projectDir, tempDir } from './files.js';
import { toolCache, toolCommand } from './process.js';

/**
 * Makes a function that runs a command line with bash and returns what it prints on both streams; `[exit code 2]` is the last
 * line if it fails. `commands` (name -> line of a shell script) are on the PATH beside `gorename-plugin`.
 */
export function commandRunner(
  commands: Record<string, string> = {},
): (command: string, dir: string) => Promise<Printed> {
  const bin = tempDir();
  const place = join(bin, '.place');
  const scripts = { 'gorename-plugin': `exec '${toolCommand.join("' '")}' "$@"`, ...commands };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return async (command, dir) => {
    const script = `trap 'pwd >"${place}"' EXIT\n${command}`;
    const { all, exitCode, signal } = await execa('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: dir,
      env: {
        PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
        GORENAME_PLUGIN_CACHE: toolCache,
        // For pages about the library.
        GORENAME_PLUGIN_CHECKOUT: projectDir,
        PWD: dir,
        // Of the make and the CI system that run the tests.
        MAKEFLAGS: undefined,
        MAKELEVEL: undefined,
        GITHUB_ACTIONS: undefined,
      },
      stdin: 'ignore',
      reject: false,
      all: true,
    });
    return {
      text: all.trimEnd(),
      end: exitCode === 0 ? '' : `[exit code ${String(exitCode ?? signal)}]`,
      dir: existsSync(place) ? readFileSync(place, 'utf8').trimEnd() : dir,
    };
  };
}

interface Printed {
  text: string;
  /** `[exit code 2]`; empty if the command has succeeded. */
  end: string;
  /** The directory in which the command has ended, by `cd`. */
  dir: string;
}

/** What is printed, with the exit code of a command that fails as its last line. */
export function withEnd({ text, end }: Printed): string {
  return [text, end].filter((line) => line !== '').join('\n');
}
