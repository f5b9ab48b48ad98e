import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean, nearestNames } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import { KINDS } from '../findings/kinds.generated.js';
import { loadCode } from './loadCode.js';
import { PLANNING } from './usage.js';

/** The word by which a shell asks for what may be typed; yargs answers what {@link completeWords} does not. */
const ASKS = '--get-yargs-completions';

const SHELLS = ['bash', 'zsh', 'fish'];

/** Options whose values yargs knows. */
const CHOICES = ['--rename', '--buildmode', '--build-info'];

/** Commands without arguments that a shell could complete. */
const WITHOUT_FILES = ['help', 'init', 'makefile', 'doctor', 'version'];

/**
 * What yargs prints for fish offers no files, and does not say whether the last word is complete. This calls the program as
 * the other shells do, and offers files if it has no answer.
 */
const FISH = `function __gorename_plugin_complete
    set -l found (gorename-plugin ${ASKS} gorename-plugin (commandline -opc)[2..-1] (commandline -ct))
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -f -c gorename-plugin -a '(__gorename_plugin_complete)'
# Installation: gorename-plugin completion fish > ~/.config/fish/completions/gorename-plugin.fish`;

/**
 * `completion SHELL` as yargs expects it: the shell is that of the environment.
 * @returns the script, if yargs has none that works; otherwise the words for yargs.
 */
export function completionWords(words: readonly string[]): string[] | { script: string } {
  const [command, shell, ...others] = words;
  if (command !== 'completion') return [...words];
  if (shell === 'fish' || (shell === undefined && process.env['SHELL']?.endsWith('fish') === true))
    return { script: FISH };
  if (shell === undefined || !SHELLS.includes(shell)) return [...words];
  process.env['SHELL'] = shell;
  delete process.env['ZSH_NAME'];
  return [command, ...others];
}

/** @throws UserError for a shell without a script. */
export function checkShell([command, shell]: readonly string[]): void {
  if (command !== 'completion' || shell === undefined || shell.startsWith('-')) return;
  throw new UserError(
    `no completion for the shell ${shell}`,
    `${didYouMean(nearestNames(shell, SHELLS))}The shells are ${SHELLS.join(', ')}.`,
  );
}

/**
 * What may be typed, for shells: packages for --keep and `explain DIR`, kinds of findings, shells; nothing where a shell
 * itself completes names of files.
 * @param helpOf - the help of a command, as yargs prints it.
 * @returns undefined if yargs has the answer (commands, options, choices), or no shell asks.
 */
export async function completeWords(
  words: readonly string[],
  cwd: string,
  helpOf: (command: string) => Promise<string>,
): Promise<string[] | undefined> {
  if (words[0] !== ASKS) return undefined;
  const typed = words.slice(2);
  const [command = ''] = typed;
  const current = typed.at(-1) ?? '';
  if (typed.length < 2) return undefined;
  const takesValue = optionsWithValue(await helpOf(command));
  const { option, start, value } = valueOf(typed, takesValue);
  if (option !== undefined) {
    if (CHOICES.includes(option)) return undefined;
    const values = await listValues(option, command, argumentsIn(typed, takesValue), cwd);
    return values.filter((one) => one.startsWith(value)).map((one) => `${start}${one}`);
  }
  if (current.startsWith('-')) return undefined;
  const given = argumentsIn(typed, takesValue);
  if (command === 'completion') return SHELLS;
  if (WITHOUT_FILES.includes(command) || (command === 'cache' && given.length === 1)) return undefined;
  if (command !== 'explain' || given.length !== 2) return [];
  return (await listPackages('{{if not .Standard}}{{.ImportPath}}{{end}}', given, cwd)).filter((path) =>
    path.startsWith(current),
  );
}

/** Which options of a command are followed by their value. */
function optionsWithValue(help: string): (option: string) => boolean {
  // A description may have several lines.
  const options = help.split(/\n(?= {2,6}-)/).slice(1);
  // A word after --no-isolate is not its value.
  const switches = options.filter((option) => /\[boolean\]|^ *--no-isolate\b/.test(option));
  const names = switches.flatMap((option) => {
    const [, short, long] = /^ *(?:(-\w), )?(--[\w-]+)/.exec(option) ?? [];
    return [short, long];
  });
  return (option) => option.startsWith('-') && !option.includes('=') && !names.includes(option);
}

/** The option whose value is typed, and what is typed of it; `start` is what belongs to the word before it. */
function valueOf(
  typed: readonly string[],
  takesValue: (option: string) => boolean,
): { option: string | undefined; start: string; value: string } {
  const [before = '', last = ''] = typed.slice(-2);
  // zsh and fish do not cut a word at =, bash does.
  const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(last) ?? [];
  if (name !== undefined) return { option: name, start: `${name}=`, value: value ?? '' };
  const option = before === '=' ? (typed.at(-3) ?? '') : before;
  return { option: takesValue(option) ? option : undefined, start: '', value: last };
}

/** The arguments of the command that are typed, the last one included. */
function argumentsIn(typed: readonly string[], takesValue: (option: string) => boolean): string[] {
  return typed.filter(
    (word, index) => index > 0 && !word.startsWith('-') && !takesValue(typed[index - 1] ?? ''),
  );
}

async function listValues(
  option: string,
  command: string,
  given: readonly string[],
  cwd: string,
): Promise<string[]> {
  if (option === '--allow') return Object.keys(KINDS);
  if (option !== '--keep' || !PLANNING.includes(command)) return [];
  return listPackages('{{with .Module}}{{if not .Main}}{{$.ImportPath}}{{end}}{{end}}', given, cwd);
}

/** The packages of the plugin that is named; of all packages here, if none is. */
async function listPackages(format: string, given: readonly string[], cwd: string): Promise<string[]> {
  // `inspect` names a file first.
  const places = given.map((word) => resolve(cwd, word));
  const dir = places.map((place) => (place.endsWith('.go') ? dirname(place) : place)).find(isDirectory);
  const { runProcess } = await loadCode.run();
  const args = ['list', '-e', '-deps', '-f', format, dir === undefined ? './...' : '.'];
  try {
    const { stdout } = await runProcess('go', args, { cwd: dir ?? cwd });
    return [...new Set(stdout.split('\n'))].filter((path) => path !== '').sort();
  } catch {
    // A shell shows no errors of completion.
    return [];
  }
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
