import { distance } from 'fastest-levenshtein';
import { UserError } from '../base/userError.js';
import { isGoBuildFlag } from '../base/goFlags.js';

const HELP = 'See `gorename-plugin --help`, or `gorename-plugin COMMAND --help`.';

/** The message of yargs if there is no command. */
export const NO_COMMAND = 'no command given';

/**
 * @param words - the command line up to `--`.
 * @throws UserError for `-trimpath`, which yargs would split into -t … -h.
 */
export function checkWords(words: readonly string[]): void {
  const goFlag = words.find((word) => /^-[^-]./.test(word) && isGoBuildFlag(word));
  if (goFlag !== undefined) throw explainUnknown(goFlag, words);
}

/**
 * Turns an error of yargs into a message with advice.
 * @param words - the command line up to `--`.
 */
export function explainUsage(message: string, words: readonly string[]): UserError {
  const near = /^Did you mean (.+)\?$/.exec(message)?.[1];
  const [first = ''] = words;
  if (near !== undefined) {
    const unknown = nearestTo(near, words);
    return new UserError(`unknown command ${unknown}`, `Did you mean ${near}? ${HELP}`);
  }
  if (message === NO_COMMAND && first.startsWith('-')) return explainUnknown(first, words);
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1];
  if (unknown !== undefined) return explainUnknown(findWord(unknown, words), words);
  const bare = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (bare !== undefined) return new UserError(`${findWord(bare, words)} needs a value`, HELP);
  return new UserError(message, HELP);
}

function explainUnknown(word: string, words: readonly string[]): UserError {
  if (!word.startsWith('-')) {
    return new UserError(word === words[0] ? `unknown command ${word}` : `unexpected argument ${word}`, HELP);
  }
  const flag = word.replace(/=.*/s, '');
  if (!isGoBuildFlag(word)) return new UserError(`unknown flag ${flag}`, HELP);
  return new UserError(
    `${flag} is a flag of go build`,
    `Pass go build flags after \`--\`: gorename-plugin build DIR -- ${word}`,
  );
}

/** The word that yargs took for a misspelt command. */
function nearestTo(command: string, words: readonly string[]): string {
  return words.reduce((one, other) => (distance(other, command) < distance(one, command) ? other : one));
}

/** The word on the command line that yargs took an argument's name from. */
function findWord(name: string, words: readonly string[]): string {
  return (
    words.find((word) => {
      const [flag = ''] = word.split('=');
      const inCluster = name.length === 1 && /^-[^-]/.test(flag) && flag.includes(name);
      return flag === name || flag === `--${name}` || inCluster;
    }) ?? name
  );
}

/** The error of a command without its argument. */
export function nothingNamed(what: string, example: string): UserError {
  return new UserError(`missing argument: ${what}`, `For example: gorename-plugin ${example}`);
}
