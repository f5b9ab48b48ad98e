import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../base/userError.js';

/**
 * The plugin directories that the arguments name; without arguments the current one. A glob and a pattern of the go command
 * (`./...`) match only directories with a main package; a directory that is named without them is always used, so that
 * errors in it are reported.
 * @returns absolute paths, each once.
 * @throws UserError for a glob or pattern without matches.
 */
export async function expandDirectories(args: readonly string[], cwd: string): Promise<string[]> {
  const found: string[] = [];
  for (const arg of args.length === 0 ? ['.'] : args) {
    const literal = resolve(cwd, arg);
    if (arg.includes('...') && !existsSync(literal)) {
      found.push(...(await listMainPackages(arg, cwd)));
      continue;
    }
    if (!/[*?[\]{}()!]/.test(arg) || existsSync(literal)) {
      found.push(await findDirectory(arg, cwd));
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

/**
 * The absolute directory that an argument names: a path, or the import path of a package of the plugin's own module, as with
 * go build.
 * @throws UserError for the import path of a dependency: go build would take it at the versions of this module's go.mod.
 */
export async function findDirectory(arg: string, cwd: string): Promise<string> {
  const literal = resolve(cwd, arg);
  // The go command takes the others as paths, too.
  if (existsSync(literal) || !/^[^./-][^\\:]*\/[^\\:]*$/.test(arg)) return literal;
  const { runProcess } = await import('../process/run.js');
  const format = '{{.Dir}}\t{{with .Module}}{{.Main}}{{end}}';
  const args = ['list', '-e', '-find', '-f', format, '--', arg];
  const { exitCode, stdout } = await runProcess('go', args, { cwd });
  const [dir = '', main] = stdout.trimEnd().split('\t');
  // The message about the missing directory names what was written.
  if (exitCode !== 0 || dir === '') return literal;
  if (main === 'true') return dir;
  throw new UserError(
    `${arg} is not in the module of the current directory`,
    'Name a package of your own module, or a directory. To build a plugin of another module, go to its sources.',
  );
}

/** The directories of main packages that a pattern of the go command matches. */
async function listMainPackages(pattern: string, cwd: string): Promise<string[]> {
  // Loaded only now: few command lines need it.
  const [{ runProcess }, { explainGoFailure }] = await Promise.all([
    import('../process/run.js'),
    import('../golist/goFailure.js'),
  ]);
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
