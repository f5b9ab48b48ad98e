import { formatCommand } from '../base/shellWords.js';

/** Settings that give a compiler its flags; a host nearly always has some of the others. */
const OF_COMPILER = /^(CGO_\w+FLAGS|-\w+flags)=/;

/**
 * The settings that a build adopts from its host, in one line; no line if there are none.
 * @param taken - as a shell would write them.
 * @param host - as named by the user.
 * @param all - not only compiler flags.
 */
export function formatTaken(taken: readonly string[], host: string, all: boolean): string[] {
  const shown = all ? taken : taken.filter((setting) => OF_COMPILER.test(setting));
  return shown.length === 0 ? [] : [`adopted from ${host}: ${formatCommand(shown)}`];
}
