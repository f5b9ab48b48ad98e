import { existsSync } from 'node:fs';
import { takeOverSettings, type BuiltBy, type UserSettings } from '../host/takeOver.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { releaseOf } from '../base/goVersion.js';
import { UserError } from '../base/userError.js';
import { formatGoFlag, parseGoflagsVariable } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { environment } from '../process/call.js';
import { goSources } from '../store/goSources.js';

/** The go command that builds with the same standard library as another file, with flags and environment. */
export interface LikeGo {
  settings: GoSettings;
  /** Flags of go build. */
  flags: string[];
  /** Environment of go build. */
  env: Record<string, string>;
}

/**
 * Finds the go command of the Go version that built a file, and the flags and variables that were used.
 * @param place - `name`: of that file, for messages; `tempDir`: absolute.
 * @throws UserError if that Go version, or its target, is not available here.
 */
export async function goLike(
  built: BuiltBy,
  { name, tempDir, cwd }: { name: string; tempDir: string; cwd: string },
): Promise<LikeGo> {
  const release = releaseOf(built.goVersion);
  const user = settingsInCommon(built);
  const taken = takeOverSettings({ ...built, goVersion: release }, user, name);
  const env: Record<string, string> = {
    // If build info names none, there was none.
    GOEXPERIMENT: '',
    GOFIPS140: 'off',
    GO111MODULE: 'on',
    GOWORK: 'off',
    // The user's GOFLAGS, including those set by `go env -w`, do not apply here.
    GOFLAGS: '-mod=mod',
    ...taken.overrides,
  };
  const settings = await loadGoSettings(goSources('probe', tempDir), cwd, env);
  // Plugins of go1.20 and older have no build info.
  if (release !== '' && releaseOf(settings.version) !== release) {
    throw new UserError(
      `${name} was built with ${release}, but ${settings.version} is installed`,
      'Only the same Go version can load it: install that version, or a go command (1.21 or newer) that downloads it.',
    );
  }
  const host = { goos: settings.env['GOHOSTOS'] ?? '', goarch: settings.env['GOHOSTARCH'] ?? '' };
  if (release !== '' && (host.goos !== built.goos || host.goarch !== built.goarch)) {
    throw new UserError(
      `${name} is for ${built.goos}/${built.goarch}, but this machine is ${host.goos}/${host.goarch}`,
      'Probe it on a matching platform; `gorename-plugin verify` works on any platform.',
    );
  }
  return {
    settings,
    flags: ['-buildvcs=false', ...[...taken.flags, ...user.flags].map(formatGoFlag)],
    env: { ...env, GOTOOLCHAIN: 'local' },
  };
}

/**
 * Settings that the user has set to the same value. Some of these would not be adopted from an untrusted file, but the
 * user wants them. Their other settings are for their own builds.
 */
function settingsInCommon({ settings }: BuiltBy): UserSettings {
  const ofUser = parseGoflagsVariable(environment()['GOFLAGS'] ?? '');
  const variables = Object.entries(environment()).filter(([name]) => name.startsWith('CGO_'));
  return {
    env: Object.fromEntries(variables.filter(([name, value]) => settings.get(name) === value)),
    flags: ofUser.filter(({ name, value }) => settings.get(`-${name}`) === (value ?? 'true')),
    exists: existsSync,
  };
}
