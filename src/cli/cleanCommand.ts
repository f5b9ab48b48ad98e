import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { SINGLE, WORK_DIR_OPTION } from './commonOptions.js';
import { loadCode } from './loadCode.js';
import type { CleanArguments } from './runClean.js';

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
      const { runClean } = await loadCode.clean();
      await runClean(args);
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
