import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandModule } from 'yargs';
import { CannotDo } from '../model/finding.js';
import { chooseWorkDir, NAMING_OPTIONS } from './common.js';

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
      const known = knownTrees(workDir);
      const restore = traceRestorer({
        ...known,
        workDir: asBytes(workDir),
        originalDirectory: (name) => asBytes(known.originalDirectory(name)),
      });
      const source = file === undefined ? process.stdin : createReadStream(resolve(cwd, file));
      try {
        await pipeline(source, lineByLine(restore), process.stdout, { end: false });
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

/** Each line as soon as it is whole. A character is a byte here, so that what is not UTF-8 stays as it is. */
function lineByLine(change: (line: string) => string): Transform {
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      done(null, Buffer.from(lines.map((line) => `${change(line)}\n`).join(''), 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(change(rest), 'latin1'));
    },
  });
}

function asBytes<T extends string | undefined>(text: T): string | T {
  return text === undefined ? text : Buffer.from(text).toString('latin1');
}
