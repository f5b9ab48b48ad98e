import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeOverSettings, type BuiltBy } from '../host/takeOver.js';
import { explainGoFailure } from '../load/goFailure.js';
import { loadGoSettings } from '../load/settings.js';
import { CannotDo } from '../model/finding.js';
import { formatGoFlag } from '../model/goFlags.js';
import type { RecordedModule } from '../model/host.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { keptModuleFile, keptModuleSums } from '../rewrite/goMod.js';
import { runProcess } from '../process/run.js';

/** The go command that builds with the standard library of another file, and what it must be told. */
export interface LikeGo {
  settings: GoSettings;
  /** Flags of go build. */
  flags: string[];
  /** Environment of go build. */
  env: Record<string, string>;
}

/**
 * Finds the go command of the release that built a file, and the flags and variables that it was built with.
 * @param name of that file, for messages; @throws CannotDo when that release, or its target, cannot be had here.
 */
export async function goLike(built: BuiltBy, name: string, cwd: string): Promise<LikeGo> {
  const [release = ''] = built.goVersion.split(' ');
  const taken = takeOverSettings(
    { ...built, goVersion: release },
    { env: {}, flags: [], exists: existsSync },
  );
  const env: Record<string, string> = {
    // Where build info names none, there was none.
    GOEXPERIMENT: '',
    GOFIPS140: 'off',
    GO111MODULE: 'on',
    GOWORK: 'off',
    // The user's own, also that of `go env -w`, is not for this.
    GOFLAGS: '-mod=mod',
    ...taken.overrides,
  };
  const settings = await loadGoSettings(LOADER_DIR, cwd, env);
  // Plugins of go1.20 and older have no build info.
  if (release !== '' && settings.version.split(' ')[0] !== release) {
    throw new CannotDo(
      `${name} was built by ${release}, and this is ${settings.version}`,
      'Only the same release loads it: install that one, or a go command (1.21 or newer) that fetches it.',
    );
  }
  const host = { goos: settings.env['GOHOSTOS'] ?? '', goarch: settings.env['GOHOSTARCH'] ?? '' };
  if (release !== '' && (host.goos !== built.goos || host.goarch !== built.goarch)) {
    throw new CannotDo(
      `${name} is for ${built.goos}/${built.goarch}, and this is ${host.goos}/${host.goarch}`,
      'Probe it on a machine of its own kind; `gorename-plugin verify` reads it on any.',
    );
  }
  return {
    settings,
    flags: ['-buildvcs=false', ...taken.flags.map(formatGoFlag)],
    env: { ...env, GOTOOLCHAIN: 'local' },
  };
}

/** A copy of the loader's source, with what else it is to hold. */
export interface LoaderSource {
  /** Absolute. */
  dir: string;
  /** Names it in messages. */
  what: string;
  /** Flags of go build besides those of LikeGo. */
  flags?: readonly string[];
  /** Variables besides those of LikeGo, which they override. */
  env?: Record<string, string>;
}

/** A program that opens plugins. */
export interface Loader {
  /** Absolute. */
  program: string;
  /** The Go release that it was built by. */
  release: string;
}

/** The Go module of the loader, beside `src/` and `dist/`. */
const LOADER_DIR = fileURLToPath(new URL('../../probe', import.meta.url));

/** What a loader has besides the standard library. */
export interface LoaderContent {
  /** Import path of the program, and of its module. */
  path: string;
  /** Import paths of packages that are only there. */
  imports: readonly string[];
  modules: readonly RecordedModule[];
  /** `DefaultGODEBUG` as build info has it: how the program behaves that is stood in for. */
  godebug: string | undefined;
}

/** Writes the source of a loader. @returns its directory, in `tempDir`. */
export async function writeLoader(
  { path, imports, modules, godebug = '' }: LoaderContent,
  { settings }: LikeGo,
  tempDir: string,
): Promise<string> {
  const dir = join(tempDir, 'loader');
  await mkdir(dir);
  await copyFile(join(LOADER_DIR, 'main.go'), join(dir, 'main.go'));
  await writeFile(join(dir, 'go.mod'), keptModuleFile(path, goLineOf(settings), modules));
  await writeFile(join(dir, 'go.sum'), keptModuleSums(modules));
  const debugLines = godebug.split(',').map((setting) => (setting === '' ? '' : `//go:debug ${setting}\n`));
  const importLines = imports.map((importPath) => `\t_ ${JSON.stringify(importPath)}\n`);
  const source = [...debugLines, '\npackage main\n\nimport (\n', ...importLines, ')\n'];
  await writeFile(join(dir, 'packages.go'), source.join(''));
  return dir;
}

/** A go line as high as any module's that the release can build. Before go1.21 a third number is an error. */
export function goLineOf({ minor, version }: GoSettings): string {
  const release = minor < 21 ? undefined : /^go([\w.]+)/.exec(version)?.[1];
  return release ?? `1.${minor}`;
}

/**
 * Compiles a loader.
 * @returns the program; @throws CannotDo with go's own words.
 */
export async function compileLoader(
  { dir, what, flags = [], env }: LoaderSource,
  like: LikeGo,
  cwd: string,
): Promise<string> {
  const program = join(dir, 'loader');
  const result = await runProcess(
    like.settings.command,
    ['build', ...like.flags, ...flags, '-o', program, '.'],
    {
      cwd: dir,
      env: { ...like.env, GOTMPDIR: dir, ...env },
    },
  );
  if (result.exitCode === 0) return program;
  const { message, advice } = explainGoFailure(result.stderr, { goCwd: dir, cwd });
  throw new CannotDo(`${what} cannot be built:\n${message}`, advice);
}
