import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { UserError } from '../base/userError.js';
import { explainGoFailure } from '../golist/goFailure.js';
import { runProcess } from '../process/run.js';

/**
 * The directories with a main package that a glob matches, sorted.
 * @throws UserError for a glob without a match.
 */
export async function matchGlob(glob: string, cwd: string): Promise<string[]> {
  const matches = await fastGlob(glob.replace(/\/+$/, ''), { cwd, onlyDirectories: true, absolute: true });
  const plugins = matches.filter(holdsMainPackage).sort();
  if (plugins.length > 0) return plugins;
  throw new UserError(
    `${glob} matches no directory with a main package`,
    'Quote the pattern so that the shell does not expand it, and check it with ls.',
  );
}

/**
 * The directory of a package of the plugin's own module; undefined if the go command does not find it.
 * @throws UserError if it is in another module.
 */
export async function findPackage(arg: string, cwd: string): Promise<string | undefined> {
  const format = '{{.Dir}}\t{{with .Module}}{{.Main}}{{end}}';
  const args = ['list', '-e', '-find', '-f', format, '--', arg];
  const { exitCode, stdout } = await runProcess('go', args, { cwd });
  const [dir = '', main] = stdout.trimEnd().split('\t');
  // The message about the missing directory names what was written.
  if (exitCode !== 0 || dir === '') return undefined;
  if (main === 'true') return dir;
  throw new UserError(
    `${arg} is not in the module of the current directory`,
    'Name a package of your own module, or a directory. To build a plugin of another module, go to its sources.',
  );
}

/**
 * The directories of main packages that a pattern of the go command matches.
 * @throws UserError for a pattern without a match.
 */
export async function listMainPackages(pattern: string, cwd: string): Promise<string[]> {
  const args = ['list', '-find', '-f', '{{if eq .Name "main"}}{{.Dir}}{{end}}', '--', pattern];
  const { exitCode, stdout, stderr } = await runProcess('go', args, { cwd });
  if (exitCode !== 0) throw explainGoFailure(stderr, { goCwd: cwd });
  const dirs = stdout.split('\n').filter((dir) => dir !== '');
  if (dirs.length > 0) return dirs;
  throw new UserError(
    `${pattern} matches no main package`,
    `\`go list ${pattern}\` lists the packages that it matches.`,
  );
}

/** Files that are only meant for `go run` (`//go:build ignore`) do not make a main package. */
function holdsMainPackage(dir: string): boolean {
  return readdirSync(dir)
    .filter((name) => /^[^._].*\.go$/.test(name) && !name.endsWith('_test.go'))
    .map((name) => readFileSync(join(dir, name), 'utf8'))
    .some((source) => /^package main\b/m.test(source) && !/^\/\/ ?(go:|\+)build ignore\b/m.test(source));
}
