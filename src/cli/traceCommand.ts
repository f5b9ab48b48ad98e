import type { CommandModule } from 'yargs';
import { NAMING_OPTIONS } from './commonOptions.js';
import { loadCode } from './loadCode.js';
import type { TraceArguments } from './runTrace.js';

/** `trace [FILE]`: a panic or log with original import paths and source positions. */
export function traceCommand(): CommandModule<object, TraceArguments> {
  return {
    command: 'trace [file]',
    describe: 'Restore original import paths and positions in a panic or log',
    builder: (yargs) =>
      yargs
        .usage('$0 trace [FILE] [options]')
        .positional('file', { describe: 'File to read [default: standard input]', type: 'string' })
        .options({
          plugin: {
            type: 'string',
            array: true,
            requiresArg: true,
            default: [] as string[],
            describe: 'A plugin that wrote it, if its work directory is not available (repeatable)',
          },
          'work-dir': {
            ...NAMING_OPTIONS['work-dir'],
            describe: 'Work directory of builds that used a custom --prefix [default: your cache directory]',
          },
        })
        .example('host 2>&1 | $0 trace', ''),
    handler: async (args) => {
      const { runTrace } = await loadCode.trace();
      await runTrace(args);
    },
  };
}
