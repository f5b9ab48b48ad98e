import { printLine, printNote } from './terminal.js';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { chooseWorkDir, SINGLE, WORK_DIR_OPTION } from './commonOptions.js';

interface CleanArguments {
  dir: string[];
  'older-than': number | undefined;
  'work-dir': string | undefined;
}

const HOURS = { h: 1, d: 24, w: 7 * 24 };

/**
 * `clean [dir...]`: empties the work directory, or removes the data of one plugin.
 * @param name - the words that call it: `clean` or `cache clean`.
 */
export function cleanCommand(name: string): CommandModule<object, CleanArguments> {
  return {
    command: 'clean [dir...]',
    describe: 'Remove data that is kept between builds',
    builder: (yargs) =>
      yargs
        .usage(`$0 ${name} [dir...] [options]`)
        .positional('dir', {
          describe: "Directory of a plugin's main package: remove only its work tree and records",
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          'older-than': {
            ...SINGLE,
            coerce: parseAge,
            describe: 'Remove only what has not been used for this long: 12h, 7d, 4w',
          },
          ...WORK_DIR_OPTION,
        }),
    handler: async (args) => {
      const [{ clean }, { formatBytes }] = await Promise.all([
        import('../app/cleanWorkDirectory.js'),
        import('../base/formatBytes.js'),
      ]);
      const cwd = process.cwd();
      const workDir = chooseWorkDir(args['work-dir'], cwd);
      const dirs = args.dir.map((dir) => resolve(cwd, dir));
      const { entries, bytes, inUse } = await clean({ workDir, dirs, cwd, age: args['older-than'] ?? 0 });
      for (const path of inUse) printNote(`kept: ${path} is in use`);
      printLine(`${workDir}: removed ${String(entries)} trees and records, ${formatBytes(bytes)}`);
    },
  };
}

/**
 * @returns milliseconds.
 * @throws UserError if the value is not an age.
 */
function parseAge(value: string | string[]): number {
  const text = typeof value === 'string' ? value : (value.at(-1) ?? '');
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  if (count === undefined)
    throw new UserError(`--older-than ${text}: not an age`, 'For example 12h, 7d or 4w.');
  return Number(count) * HOURS[unit as keyof typeof HOURS] * 3600 * 1000;
}
