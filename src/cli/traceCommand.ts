import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { withPlans } from '../names/planNames.js';
import type { PluginPlan } from '../model/pluginPlan.js';
import { chooseWorkDir, NAMING_OPTIONS } from './commonOptions.js';
import { LineFilter } from './lineFilter.js';
import { passOn } from './terminal.js';

interface TraceArguments {
  file: string | undefined;
  'work-dir': string | undefined;
  plugin: string[];
}

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
    handler: async ({ file, plugin, 'work-dir': option }) => {
      const cwd = process.cwd();
      const workDir = chooseWorkDir(option, cwd);
      const { traceRestorer } = await import('../names/restoreTrace.js');
      const { knownTrees } = await import('../worktree/knownTrees.js');
      const trees = knownTrees(workDir);
      const known = plugin.length === 0 ? trees : withPlans(trees, await readPlans(plugin, cwd));
      const restore = traceRestorer({
        ...known,
        workDir: asBytes(workDir),
        originalDirectory: (name) => asBytes(known.originalDirectory(name)),
      });
      const source = file === undefined ? process.stdin : createReadStream(resolve(cwd, file));
      try {
        await passOn(source, new LineFilter(restore));
      } catch (error) {
        const { code = '', syscall } = error as NodeJS.ErrnoException;
        if (syscall !== 'open' && syscall !== 'read') throw error;
        throw new UserError(
          `cannot read ${file ?? 'standard input'}: ${code}`,
          'Name a text file, or pipe one in.',
        );
      }
    },
  };
}

/**
 * The plans in plugins.
 * @throws UserError for a file without one.
 */
async function readPlans(files: readonly string[], cwd: string): Promise<PluginPlan[]> {
  const { Binary } = await import('../binary/goBinary.js');
  const plans: PluginPlan[] = [];
  for (const file of files) {
    const reading = new Binary(resolve(cwd, file), cwd).plan();
    if (reading !== undefined && 'plan' in reading) {
      plans.push(reading.plan);
      continue;
    }
    throw new UserError(
      `${file} contains no plan${reading === undefined ? '' : ` that can be read: ${reading.problem}`}`,
      'Name a plugin built by `gorename-plugin build`, or leave --plugin out.',
    );
  }
  return plans;
}

function asBytes<T extends string | undefined>(text: T): string | T {
  return text === undefined ? text : Buffer.from(text).toString('latin1');
}
