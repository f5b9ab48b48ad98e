import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeOverSettings, type BuiltBy } from '../host/takeOver.js';
import { explainGoFailure } from '../load/goFailure.js';
import { loadGoSettings } from '../load/settings.js';
import { CannotDo } from '../model/finding.js';
import { formatGoFlag } from '../model/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
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
 * @param name of that file, for messages; @param dir absolute, a module of ours; @throws CannotDo when that release, or its target, cannot be had here.
 */
export async function goLike(built: BuiltBy, name: string, dir: string, cwd: string): Promise<LikeGo> {
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
  const settings = await loadGoSettings(dir, cwd, env);
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

/** A copy of the loader's source in `tempDir`. @returns its directory. */
export function copyLoader(tempDir: string): string {
  const dir = join(tempDir, 'loader');
  cpSync(LOADER_DIR, dir, { recursive: true });
  return dir;
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
