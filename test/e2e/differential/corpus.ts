/** The Go files that the differential tests read. */
import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { go } from '../../support/go.js';
import type { Source } from './goParser.js';

/** GOROOT/src, with all its testdata. */
export async function standardLibrary(): Promise<string> {
  return `${(await go('.', ['env', 'GOROOT'])).trim()}/src`;
}

/** The directories of the modules that the go.mod in `dir` requires; the go command fetches what is missing. */
export async function requiredModules(dir: string): Promise<string[]> {
  const listed = await go(dir, ['mod', 'download', '-json']);
  // One JSON object after the other, each printed over several lines.
  const modules = JSON.parse(`[${listed.replaceAll(/^}\n(?=\{)/gm, '},')}]`) as { Dir: string }[];
  return modules.map((module) => module.Dir);
}

/** Every `.go` file below the directories. */
export function* goSources(dirs: string[]): Generator<Source> {
  for (const cwd of dirs) {
    for (const file of glob.sync('**/*.go', { cwd, absolute: true, dot: true, followSymbolicLinks: false })) {
      yield { file, source: readFileSync(file) };
    }
  }
}
