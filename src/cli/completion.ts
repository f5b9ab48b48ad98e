import { loadCode } from './loadCode.js';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** The word by which a shell asks for what may be typed; yargs answers all but {@link completePackages}. */
const ASKS = '--get-yargs-completions';

const SHELLS = ['bash', 'zsh', 'fish'];

/** `completion SHELL` as yargs expects it: the shell is that of the environment. */
export function completionWords(words: readonly string[]): string[] {
  const [command, shell, ...others] = words;
  if (command !== 'completion' || shell === undefined || !SHELLS.includes(shell)) return [...words];
  process.env['SHELL'] = shell;
  delete process.env['ZSH_NAME'];
  return [command, ...others];
}

/**
 * The import paths that may be typed for --keep and `explain DIR`: the plugin's packages outside of the
 * standard library; for --keep, only those of other modules.
 * @returns undefined if something else is typed.
 */
export async function completePackages(words: readonly string[], cwd: string): Promise<string[] | undefined> {
  if (words[0] !== ASKS) return undefined;
  // fish leaves out the program, and the last word if nothing of it is typed yet.
  const isFish = words[1] !== 'gorename-plugin';
  const asked = isFish ? words.slice(1) : words.slice(2);
  const isBegun = !isFish || !(asked.at(-1) === '--keep' || isDirectory(resolve(cwd, asked.at(-1) ?? '')));
  const typed = isBegun ? asked : [...asked, ''];
  const [command = ''] = typed;
  const current = typed.at(-1) ?? '';
  const isKeep = typed.at(-2) === '--keep' && ['build', 'rewrite', 'explain', 'inspect'].includes(command);
  const arguments_ = typed.slice(1).filter((word) => !word.startsWith('-'));
  const isExplained = command === 'explain' && typed.length === 3 && arguments_.length === 2;
  if (!isKeep && !isExplained) return undefined;
  const dir = arguments_.map((word) => resolve(cwd, word)).find(isDirectory) ?? cwd;
  const { runProcess } = await loadCode.run();
  const format = isKeep
    ? '{{with .Module}}{{if not .Main}}{{$.ImportPath}}{{end}}{{end}}'
    : '{{if not .Standard}}{{.ImportPath}}{{end}}';
  try {
    const { stdout } = await runProcess('go', ['list', '-e', '-deps', '-f', format, '.'], { cwd: dir });
    const paths = stdout.split('\n').filter((path) => path !== '' && path.startsWith(current));
    return [...new Set(paths)].sort();
  } catch {
    // A shell shows no errors of completion.
    return [];
  }
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
