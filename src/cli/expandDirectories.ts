import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../base/userError.js';
import { nothingNamed } from './usage.js';

/**
 * The plugin directories that the arguments name. A glob matches only directories with a main package; a directory
 * that is named without a glob is always used, so that errors in it are reported.
 * @returns absolute paths, each once.
 * @throws UserError for no arguments, and for a glob without matches.
 */
export async function expandDirectories(args: readonly string[], cwd: string): Promise<string[]> {
  if (args.length === 0) throw nothingNamed("the directory of a plugin's main package", 'build ./plugin1');
  const found: string[] = [];
  for (const arg of args) {
    const literal = resolve(cwd, arg);
    if (!/[*?[\]{}()!]/.test(arg) || existsSync(literal)) {
      found.push(literal);
      continue;
    }
    // Loaded only now: few command lines need it.
    const { default: fastGlob } = await import('fast-glob');
    const matches = await fastGlob(arg.replace(/\/+$/, ''), { cwd, onlyDirectories: true, absolute: true });
    const plugins = matches.filter(holdsMainPackage).sort();
    if (plugins.length === 0) {
      throw new UserError(
        `${arg} matches no directory with a main package`,
        'Quote the pattern so that the shell does not expand it, and check it with ls.',
      );
    }
    found.push(...plugins);
  }
  return [...new Set(found)];
}

/** Files that are only meant for `go run` (`//go:build ignore`) do not make a main package. */
function holdsMainPackage(dir: string): boolean {
  return readdirSync(dir)
    .filter((name) => /^[^._].*\.go$/.test(name) && !name.endsWith('_test.go'))
    .map((name) => readFileSync(join(dir, name), 'utf8'))
    .some((source) => /^package main\b/m.test(source) && !/^\/\/ ?(go:|\+)build ignore\b/m.test(source));
}
