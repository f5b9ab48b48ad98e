import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { chooseWorkDir } from '../app/settleOptions.js';
import { UserError } from '../base/userError.js';
import { Binary } from '../binary/goBinary.js';
import type { PluginPlan } from '../model/pluginPlan.js';
import { withPlans } from '../names/planNames.js';
import { traceRestorer } from '../names/restoreTrace.js';
import { knownTrees } from '../worktree/knownTrees.js';
import { LineFilter } from './lineFilter.js';
import { passOn } from './terminal.js';

/** The arguments of `trace`. */
export interface TraceArguments {
  file: string | undefined;
  'work-dir': string | undefined;
  plugin: string[];
}

/**
 * Prints a panic or log with original import paths and source positions.
 * @throws UserError if it cannot be read.
 */
export async function runTrace({ file, plugin, 'work-dir': option }: TraceArguments): Promise<void> {
  const cwd = process.cwd();
  const workDir = chooseWorkDir(option, cwd);
  const trees = knownTrees(workDir);
  const known = plugin.length === 0 ? trees : withPlans(trees, readPlans(plugin, cwd));
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
}

/**
 * The plans in plugins.
 * @throws UserError for a file without one.
 */
function readPlans(files: readonly string[], cwd: string): PluginPlan[] {
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
