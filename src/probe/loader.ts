import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainGoFailure } from '../golist/goFailure.js';
import { UserError } from '../base/userError.js';
import type { RecordedModule } from '../model/host.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';
import { keptModuleFile, keptModuleSums } from '../gomod/moduleFile.js';
import { goSources } from '../store/goSources.js';
import type { LikeGo } from './goLike.js';

/** A copy of the loader's source, and what it should contain besides. */
export interface LoaderSource {
  /** Absolute. */
  dir: string;
  /** How messages name it. */
  what: string;
  /** Variables besides those of LikeGo, which they override. */
  env?: Record<string, string>;
  /** What is missing and may be imported by its packages, a clause each. */
  lacks?: readonly string[];
}

/** A program that opens plugins. */
export interface Loader {
  /** Absolute. */
  program: string;
  /** The Go version that it was built with. */
  release: string;
}

/** What a loader contains besides the standard library. */
export interface LoaderContent {
  /** Import path of the program, and of its module. */
  path: string;
  /** Import paths of packages that are linked but not used. */
  imports: readonly string[];
  modules: readonly RecordedModule[];
  /** `DefaultGODEBUG` in build info: the settings of the replicated program. */
  godebug: string | undefined;
}

/**
 * Writes the source of a loader.
 * @returns its directory, in `tempDir`.
 */
export async function writeLoader(
  { path, imports, modules, godebug = '' }: LoaderContent,
  { settings }: LikeGo,
  tempDir: string,
): Promise<string> {
  const dir = join(tempDir, 'loader');
  await mkdir(dir);
  await copyFile(join(goSources('probe', tempDir), 'main.go'), join(dir, 'main.go'));
  await writeFile(join(dir, 'go.mod'), keptModuleFile(path, goLineOf(settings), modules));
  await writeFile(join(dir, 'go.sum'), keptModuleSums(modules));
  const debugLines = godebug.split(',').map((setting) => (setting === '' ? '' : `//go:debug ${setting}\n`));
  const importLines = imports.map((importPath) => `\t_ ${JSON.stringify(importPath)}\n`);
  const source = [...debugLines, '\npackage main\n\nimport (\n', ...importLines, ')\n'];
  await writeFile(join(dir, IMPORTS_FILE), source.join(''));
  return dir;
}

/** The file of a loader that has one import on each line. */
const IMPORTS_FILE = 'packages.go';

/** The position at which the go command reports an error in one of them. */
const IMPORT_POSITION = /^\S*packages\.go:(\d+):\d+:/gm;

/** The highest go line that this Go version can build. Before go1.21 a third number is an error. */
export function goLineOf({ minor, version }: GoSettings): string {
  const release = minor < 21 ? undefined : /^go([\w.]+)/.exec(version)?.[1];
  return release ?? `1.${minor}`;
}

/**
 * Compiles a loader.
 * @returns the program.
 * @throws UserError with the error of the go command.
 */
export async function compileLoader(
  { dir, what, env, lacks = [] }: LoaderSource,
  like: LikeGo,
  cwd: string,
): Promise<string> {
  const program = join(dir, 'loader');
  const result = await runProcess(like.settings.command, ['build', ...like.flags, '-o', program, '.'], {
    cwd: dir,
    env: { ...like.env, GOTMPDIR: dir, ...env },
  });
  if (result.exitCode === 0) return program;
  const imports = (await readFile(join(dir, IMPORTS_FILE), 'utf8')).split('\n');
  const named = result.stderr.replace(IMPORT_POSITION, (_, line: string) => {
    return `${/"(.*)"/.exec(imports[Number(line) - 1] ?? '')?.[1] ?? what}:`;
  });
  const { message, advice } = explainGoFailure(named, { goCwd: dir, cwd });
  throw new UserError(
    `${what} cannot be built:\n${message}`,
    lacks.length > 0 ? `Possible cause: ${lacks.join('; ')}.` : advice,
  );
}
