import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { takeOverSettings, type BuiltBy, type UserSettings } from '../host/takeOver.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { releaseOf } from '../base/goVersion.js';
import { UserError } from '../base/userError.js';
import { formatGoFlag, parseGoflagsVariable } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';

/** The Go module of the loader, beside `src/` and `dist/`. */
export const LOADER_DIR = fileURLToPath(new URL('../../probe', import.meta.url));

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
 * @param name - of that file, for messages.
 * @throws UserError when that release, or its target, cannot be had here.
 */
export async function goLike(built: BuiltBy, name: string, cwd: string): Promise<LikeGo> {
  const release = releaseOf(built.goVersion);
  const user = settingsInCommon(built);
  const taken = takeOverSettings({ ...built, goVersion: release }, user, name);
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
  if (release !== '' && releaseOf(settings.version) !== release) {
    throw new UserError(
      `${name} was built by ${release}, and this is ${settings.version}`,
      'Only the same release loads it: install that one, or a go command (1.21 or newer) that fetches it.',
    );
  }
  const host = { goos: settings.env['GOHOSTOS'] ?? '', goarch: settings.env['GOHOSTARCH'] ?? '' };
  if (release !== '' && (host.goos !== built.goos || host.goarch !== built.goarch)) {
    throw new UserError(
      `${name} is for ${built.goos}/${built.goarch}, and this is ${host.goos}/${host.goarch}`,
      'Probe it on a machine of its own kind; `gorename-plugin verify` reads it on any.',
    );
  }
  return {
    settings,
    flags: ['-buildvcs=false', ...[...taken.flags, ...user.flags].map(formatGoFlag)],
    env: { ...env, GOTOOLCHAIN: 'local' },
  };
}

/**
 * What the user has set to the same value. All else is for their own builds; this tells that they want what would not be
 * taken from a stranger.
 */
function settingsInCommon({ settings }: BuiltBy): UserSettings {
  const ofUser = parseGoflagsVariable(process.env['GOFLAGS'] ?? '');
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('CGO_'));
  return {
    env: Object.fromEntries(variables.filter(([name, value]) => settings.get(name) === value)),
    flags: ofUser.filter(({ name, value }) => settings.get(`-${name}`) === (value ?? 'true')),
    exists: existsSync,
  };
}
