import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { minorOf } from '../base/goVersion.js';
import { UserError } from '../base/userError.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { environment } from '../process/call.js';
import { runProcess } from '../process/run.js';
import { explainGoFailure } from './goFailure.js';

/** Development versions count as newer than every release. */
const NEWEST = 999;

const INSTALL_GO = 'Install Go 1.18 or newer: https://go.dev/dl/';

/**
 * Asks `go env` for the settings that apply in `dir`: toolchain (after go.mod's toolchain line), target, cgo, GOFLAGS.
 * @param dir - absolute.
 * @param cwd - the user's directory, for messages.
 * @param overrides - variables that replace the user's, here and in every later go command.
 * @throws UserError if go is missing or fails.
 */
export async function loadGoSettings(
  dir: string,
  cwd: string,
  overrides: Readonly<Record<string, string>> = {},
): Promise<GoSettings> {
  const env = JSON.parse(await runGoEnv(['-json'], dir, cwd, overrides)) as Record<string, string>;
  const get = (name: string): string => env[name] ?? '';
  const goroot = get('GOROOT');
  const version = get('GOVERSION');
  // The toolchain's own binary with GOTOOLCHAIN=local is not switched by a go line in the work tree.
  const binary = join(goroot, 'bin', 'go');
  const pinned = await access(binary).then(
    () => binary,
    () => 'go',
  );
  const minor = minorOf(version) ?? NEWEST;
  if (minor < 18) throw new UserError(`${version} is too old`, INSTALL_GO);
  const goMod = get('GOMOD');
  const goWork = get('GOWORK');
  return {
    version,
    minor,
    command: pinned,
    goroot,
    goos: get('GOOS'),
    goarch: get('GOARCH'),
    cgoEnabled: get('CGO_ENABLED') === '1',
    // As go takes it: package directories are below it without a slash too many.
    modCache: get('GOMODCACHE') && resolve(get('GOMODCACHE')),
    goflags: get('GOFLAGS'),
    goMod: goMod === '' || goMod === '/dev/null' || goMod === 'NUL' ? undefined : goMod,
    goWork: goWork === '' || goWork === 'off' ? undefined : goWork,
    env,
    // The user's environment may have the value of a Go version other than the one that go.mod or the host selects.
    overrides: (environment()['GOROOT'] ?? '') === '' ? overrides : { ...overrides, GOROOT: goroot },
  };
}

/**
 * The value of GOFLAGS that applies in `dir`; for one variable, `go env` does not start the C compiler.
 * @throws the same as loadGoSettings.
 */
export async function askGoflags(
  dir: string,
  cwd: string,
  overrides: Readonly<Record<string, string>>,
): Promise<string> {
  return (await runGoEnv(['GOFLAGS'], dir, cwd, overrides)).trim();
}

async function runGoEnv(
  args: readonly string[],
  dir: string,
  cwd: string,
  overrides: Readonly<Record<string, string>>,
): Promise<string> {
  const result = await runProcess('go', ['env', ...args], { cwd: dir, env: overrides, advice: INSTALL_GO });
  if (result.exitCode !== 0) throw explainGoFailure(result.stderr, { goCwd: dir, cwd });
  return result.stdout;
}
