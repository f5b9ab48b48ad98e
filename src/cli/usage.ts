import { distance } from 'fastest-levenshtein';
import { formOf } from '../base/goSettingsTable.js';
import { isGoBuildFlag, whyRefused } from '../base/goFlags.js';
import { didYouMean, nearestNames } from '../base/nearestNames.js';
import { formatCommand } from '../base/shellWords.js';
import { UserError } from '../base/userError.js';

/** The message of yargs if there is no command. */
export const NO_COMMAND = 'no command given';

/** Flags that this program and go build both have: they stay, unless the command does not have them. */
const OWN_FLAG = /^(-[hjoqv]$|--?(json|buildmode)\b)/;

/** Commands that plan a build, with its options and flags of go build. */
export const PLANNING = ['build', 'rewrite', 'explain', 'inspect'];

/** A command line, cut at the first `--`. */
export interface CommandLine {
  words: readonly string[];
  /** What follows `--`. */
  goFlags: readonly string[];
  /** Names of all commands. */
  commands: readonly string[];
}

/** A flag that the command does not have; {@link suggestFlag} adds what may have been meant. */
export class UnknownFlag extends UserError {
  constructor(
    readonly flag: string,
    readonly line: CommandLine,
  ) {
    super(`unknown flag ${flag}`, seeHelp(commandOf(line)));
  }
}

/** `-host`, as the flags of Go's programs are written: yargs would take it for -h -o -s -t, and show the help. `-oFILE` is -o. */
const ONE_DASH = /^-(?![oj])[a-z][a-z-]{2,}(?==|$)|^-(?:output|jobs)(?==|$)/;

/**
 * @throws UserError for `-trimpath`, which yargs would split into -t … -h, and for `-host`.
 */
export function checkWords(line: CommandLine): void {
  const goFlag = line.words.find((word) => /^-[^-]./.test(word) && isGoBuildFlag(word));
  if (goFlag !== undefined) throw explainUnknown(goFlag, line);
  const oneDash = line.words.find((word) => ONE_DASH.test(word));
  if (oneDash !== undefined) throw new UnknownFlag(oneDash.replace(/=.*/s, ''), line);
}

/** Turns an error of yargs into a message with advice. */
export function explainUsage(message: string, line: CommandLine): UserError {
  const { words } = line;
  const near = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (near !== undefined)
    return new UserError(`unknown command ${nearestTo(near, words)}`, `Did you mean ${near}? ${seeHelp()}`);
  const flag = words.find((word) => word.startsWith('-'));
  if (message === NO_COMMAND && flag !== undefined) return explainUnknown(flag, line);
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1];
  if (unknown !== undefined) return explainUnknown(findWord(unknown, words), line);
  const bare = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (bare !== undefined)
    return new UserError(`${findWord(bare, words)} needs a value`, seeHelp(commandOf(line)));
  return explainValue(message) ?? new UserError(message, seeHelp(commandOf(line)));
}

/** A value that is not a choice: `Argument: rename, Given: "conflict", Choices: "all", "conflicts"`. */
function explainValue(message: string): UserError | undefined {
  const [, name, given = '', list = ''] =
    /Argument: (\S+), Given: "(.*)", Choices: (.*)$/m.exec(message) ?? [];
  if (name === undefined) return undefined;
  const choices = [...list.matchAll(/"([^"]*)"/g)].map(([, choice = '']) => choice);
  const near = nearestNames(given, choices);
  return new UserError(
    `--${name} ${given}: unknown value`,
    `${didYouMean(near)}The values are ${choices.join(', ')}.`,
  );
}

/**
 * The error with the flags that may have been meant.
 * @param help - of the command.
 */
export function suggestFlag({ flag, line, message }: UnknownFlag, help: string): UserError {
  const flags = [...help.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, known = '']) => known);
  const near = /^-.$/.test(flag)
    ? []
    : nearestNames(
        flag.replace(/^--?/, ''),
        flags.map((known) => known.slice(2)),
      );
  return new UserError(message, `${didYouMean(near.map((name) => `--${name}`))}${seeHelp(commandOf(line))}`);
}

function explainUnknown(word: string, line: CommandLine): UserError {
  const { words } = line;
  if (!word.startsWith('-')) {
    return word === words[0]
      ? new UserError(`unknown command ${word}`, seeHelp())
      : new UserError(`unexpected argument ${word}`, seeHelp(commandOf(line)));
  }
  const flag = word.replace(/=.*/s, '');
  const command = commandOf(line) ?? '';
  const start = words.indexOf(command);
  const isOwn = !isGoBuildFlag(word) || OWN_FLAG.test(word);
  if (isOwn && start > words.indexOf(word)) {
    const [before, after] = [words.slice(0, start), words.slice(start + 1)];
    return new UserError(
      `${flag} is before the command`,
      `Options follow it: ${formatCommand(['gorename-plugin', command, ...before, ...after])}`,
    );
  }
  if (!isGoBuildFlag(word) || !PLANNING.includes(command)) return new UnknownFlag(flag, line);
  const instead = whyRefused(word);
  // What to do instead is said for `build`.
  if (instead !== undefined && command !== 'build') return new UnknownFlag(flag, line);
  return new UserError(
    `${flag} is a flag of go build`,
    instead ?? `Pass go build flags after \`--\`: ${moveGoFlags(line, flag)}`,
  );
}

/**
 * The command line with all flags of go build after `--`.
 * @param unknown - the one that the command does not have.
 */
function moveGoFlags({ words, goFlags }: CommandLine, unknown: string): string {
  const stay: string[] = [];
  const moved: string[] = [];
  const rest = words[Symbol.iterator]();
  for (const word of rest) {
    const isOwn = OWN_FLAG.test(word) && word.replace(/=.*/s, '') !== unknown;
    if (!word.startsWith('-') || isOwn || !isGoBuildFlag(word)) {
      stay.push(word);
      continue;
    }
    moved.push(word);
    const takesWord = !word.includes('=') && formOf(word.replace(/^--?/, '-')) === 'value';
    const value = takesWord ? rest.next() : undefined;
    if (value?.done === false) moved.push(value.value);
  }
  return formatCommand(['gorename-plugin', ...stay, '--', ...moved, ...goFlags]);
}

/** The command that the command line names. */
function commandOf(line: CommandLine): string | undefined {
  return commandWords(line)[0];
}

/** The command and the arguments that follow it up to a flag: `cache dir`. */
export function commandWords({ words, commands }: CommandLine): string[] {
  const start = words.findIndex((word) => commands.includes(word));
  if (start < 0) return [];
  const end = words.findIndex((word, index) => index > start && word.startsWith('-'));
  return words.slice(start, end < 0 ? undefined : end);
}

/** Where the help of a command is, or that of all. */
function seeHelp(command?: string): string {
  return command === undefined
    ? 'See `gorename-plugin --help`, or `gorename-plugin COMMAND --help`.'
    : `See \`gorename-plugin ${command} --help\`.`;
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
