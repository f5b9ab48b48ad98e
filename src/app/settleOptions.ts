import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseNoIsolate } from '../base/noIsolate.js';
import { UserError } from '../base/userError.js';
import { environment } from '../process/call.js';
import { parseAllowed } from '../findings/policy.js';
import type { BuildMode, BuildOptions, FindingPolicy, HostOptions } from '../model/options.js';
import { checkPrefix } from '../names/prefixTemplate.js';

/** Options of one build, each with a value, by their names on the command line and in gorename.yaml. */
export interface NamedOptions extends HostArguments, FindingArguments {
  prefix: string;
  buildmode: BuildMode;
  'build-info': 'original' | 'renamed';
  'no-isolate': string | undefined;
  'isolate-own': boolean;
}

/**
 * What they say.
 * @throws UserError for values that are not possible, or not together.
 */
export function settleOptions(
  named: NamedOptions,
  cwd: string,
): Pick<BuildOptions, 'policy' | 'prefix' | 'buildMode' | 'buildInfo' | 'isolation' | 'isolateOwn' | 'host'> {
  checkPrefix(named.prefix);
  return {
    policy: choosePolicy(named),
    prefix: named.prefix,
    buildMode: named.buildmode,
    buildInfo: named['build-info'],
    isolation: parseNoIsolate(named['no-isolate']),
    isolateOwn: named['isolate-own'],
    host: chooseHost(named, cwd),
  };
}

export interface FindingArguments {
  allow: string[];
  strict: boolean;
}

/** @throws UserError for kinds that do not exist or cannot be allowed. */
export function choosePolicy({ allow, strict }: FindingArguments): FindingPolicy {
  const names = allow.flatMap((value) => value.split(',')).filter((name) => name !== '');
  if (names.length === 0) return { allow: [], strict };
  return { allow: parseAllowed(names, '--allow'), strict };
}

/** The value of --keep that shares only what other patterns name. */
const KEEP_NONE = 'none';

export interface HostArguments {
  host: string | undefined;
  'host-src': string | undefined;
  keep: string[];
  rename: 'all' | 'conflicts';
}

/** @throws UserError for options that require --host. */
export function chooseHost(args: HostArguments, cwd: string): HostOptions | undefined {
  const { host, keep, rename } = args;
  const source = args['host-src'];
  if (host !== undefined) {
    return {
      host: resolve(cwd, host),
      hostSource: source && resolve(cwd, source),
      keep: keep.filter((pattern) => pattern !== KEEP_NONE),
      keepDefault: !keep.includes(KEEP_NONE),
      rename,
    };
  }
  const without =
    keep.length > 0 ? '--keep' : rename === 'conflicts' ? '--rename conflicts' : source && '--host-src';
  if (without === undefined) return undefined;
  throw new UserError(
    `${without} requires --host`,
    "Add --host HOST: the host's binary, a manifest written by `gorename-plugin host`, or the directory of its go.mod.",
  );
}

/**
 * The root of the work trees: --work-dir, else GORENAME_PLUGIN_CACHE, else the user's cache directory by the
 * conventions of the operating system (as Go's os.UserCacheDir).
 */
export function chooseWorkDir(option: string | undefined, cwd: string): string {
  const chosen = option ?? environment()['GORENAME_PLUGIN_CACHE'] ?? '';
  return chosen === '' ? join(cacheDirectory(), 'gorename-plugin') : resolve(cwd, chosen);
}

function cacheDirectory(): string {
  const named = environment()['HOME'] ?? '';
  const home = named === '' ? homedir() : named;
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches');
  const chosen = environment()['XDG_CACHE_HOME'] ?? '';
  // The XDG specification: a relative path is invalid and must be ignored.
  return isAbsolute(chosen) ? chosen : join(home, '.cache');
}
