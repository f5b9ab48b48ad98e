import { formatCommand } from '../base/shellWords.js';

/** Settings that give a compiler its flags; of the others a host has nearly always some. */
const OF_COMPILER = /^(CGO_\w+FLAGS|-\w+flags)=/;

/**
 * A line that says which settings a build has from its host; empty where there is nothing to say.
 * @param taken - as a shell would write them.
 * @param host - as the user names it.
 * @param all - not only compiler flags.
 */
export function formatTaken(taken: readonly string[], host: string, all: boolean): string {
  const shown = all ? taken : taken.filter((setting) => OF_COMPILER.test(setting));
  return shown.length === 0 ? '' : `taken over from ${host}: ${formatCommand(shown)}\n`;
}
