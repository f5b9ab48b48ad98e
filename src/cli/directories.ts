import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { CannotDo } from '../model/finding.js';

/**
 * The plugin directories that the arguments name. A glob stands for those of its matches that hold a main package;
 * a directory named outright is always taken, so that what is wrong with it gets said.
 * @returns absolute paths, each once. @throws CannotDo for a glob without any.
 */
export async function expandDirectories(args: readonly string[], cwd: string): Promise<string[]> {
  const found: string[] = [];
  for (const arg of args) {
    const literal = resolve(cwd, arg);
    if (!fastGlob.isDynamicPattern(arg) || statSync(literal, { throwIfNoEntry: false }) !== undefined) {
      found.push(literal);
      continue;
    }
    const matches = await fastGlob(arg.replace(/\/+$/, ''), { cwd, onlyDirectories: true, absolute: true });
    const plugins = matches.filter(holdsMainPackage).sort();
    if (plugins.length === 0) {
      throw new CannotDo(
        `${arg} matches no directory with a main package`,
        'Quote the pattern so that the shell leaves it alone, and check it with ls.',
      );
    }
    found.push(...plugins);
  }
  return [...new Set(found)];
}

function holdsMainPackage(dir: string): boolean {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .some((name) => /^package main\b/m.test(readFileSync(join(dir, name), 'utf8')));
}
