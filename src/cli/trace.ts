import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { CannotDo } from '../model/finding.js';
import { chooseWorkDir, NAMING_OPTIONS } from './common.js';
import { LineFilter } from './lineFilter.js';
import { passOn } from './terminal.js';

interface TraceArguments {
  file: string | undefined;
  'work-dir': string | undefined;
}

/** `trace [FILE]`: a panic or log with original import paths and source positions. */
export function traceCommand(): CommandModule<object, TraceArguments> {
  return {
    command: 'trace [file]',
    describe: 'Give a panic or log back with original import paths and positions',
    builder: (yargs) =>
      yargs
        .usage('$0 trace [FILE] [options]')
        .positional('file', { describe: 'What to read [default: standard input]', type: 'string' })
        .options({
          'work-dir': {
            ...NAMING_OPTIONS['work-dir'],
            describe:
              'Where builds with a --prefix of their own kept their sources [default: your cache directory]',
          },
        })
        .example('host 2>&1 | $0 trace', ''),
    handler: async ({ file, 'work-dir': option }) => {
      const cwd = process.cwd();
      const workDir = chooseWorkDir(option, cwd);
      const { traceRestorer } = await import('../model/traceNames.js');
      const { knownTrees } = await import('../write/knownTrees.js');
      const restore = traceRestorer({ ...knownTrees(workDir), workDir: asBytes(workDir) });
      const source = file === undefined ? process.stdin : createReadStream(resolve(cwd, file));
      try {
        await passOn(source, new LineFilter(restore));
      } catch (error) {
        const { code = '', syscall } = error as NodeJS.ErrnoException;
        if (syscall !== 'open' && syscall !== 'read') throw error;
        throw new CannotDo(
          `cannot read ${file ?? 'standard input'}: ${code}`,
          'Name a text file, or pipe one in.',
        );
      }
    },
  };
}

function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
