import { isAbsolute, relative } from 'node:path';
import { isWithin } from '../base/isWithin.js';

/** An output and what it was made from. */
export interface DependencyRule {
  /** As the makefile names it. */
  target: string;
  /** Absolute; undefined if files do not show whether the output is up to date. */
  inputs: { files: readonly string[]; directories: readonly string[]; absent: readonly string[] } | undefined;
}

/** A target that is never up to date: the tool itself then looks whether something has changed. */
const ALWAYS = 'gorename-plugin-always';

/**
 * Rules for make: each output depends on all files that decided what it is, on the directories in which a new file would
 * matter, and on files that do not exist yet. A file that is gone does not stop make, as with `gcc -MP`.
 * @param cwd - absolute directory in which make runs.
 * @returns undefined if make cannot write one of the outputs as a target.
 */
export function formatDepfile(rules: readonly DependencyRule[], cwd: string): string | undefined {
  const targets = rules.map(({ target }) => makeName(target));
  if (targets.some((target) => target === undefined)) return undefined;
  const all = new Set<string>();
  const texts = rules.map(({ inputs }, index) => {
    const target = targets[index] ?? '';
    if (inputs === undefined) return `${target}: ${ALWAYS}`;
    const name = (path: string): string => makeName(fromCwd(path, cwd)) ?? ALWAYS;
    const names = [...new Set([...inputs.files, ...inputs.directories].map(name))];
    const absent = [...new Set(inputs.absent.map(name))];
    for (const one of names) all.add(one);
    return [
      [`${target}:`, ...names].join(' \\\n  '),
      ...absent.map((one) => `${target}: ${one === ALWAYS ? ALWAYS : `$(wildcard ${one})`}`),
    ].join('\n');
  });
  const gone = [...all].filter((name) => name !== ALWAYS).map((name) => `${name}:`);
  return [...texts, ...gone, `.PHONY: ${ALWAYS}`, `${ALWAYS}:`, ''].join('\n');
}

/** As people write it in a makefile: relative below the directory. */
function fromCwd(path: string, cwd: string): string {
  return isWithin(path, cwd) ? relative(cwd, path) || '.' : path;
}

/**
 * A path in a list of prerequisites.
 * @returns undefined for characters with a meaning that no escape takes away everywhere.
 */
function makeName(path: string): string | undefined {
  if (!/^[\p{L}\p{N}\p{M}_./+,@^{}' #$-]+$/u.test(path)) return undefined;
  return path.replace(/[ #]/g, '\\$&').replaceAll('$', '$$$$');
}

/** The name of an output for make: relative, unless the user names it by its absolute path. */
export function targetOf(output: string, named: string | undefined, cwd: string): string {
  return named !== undefined && isAbsolute(named) ? output : relative(cwd, output);
}
