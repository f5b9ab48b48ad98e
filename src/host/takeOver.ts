import { releaseOf } from '../model/goRelease.js';
import { flagValue, isOn, type GoFlag } from '../model/goFlags.js';
import type { HostInfo } from '../model/host.js';
import type { Finding } from '../model/finding.js';

/** How a plugin is built so that it shares the standard library, and what is kept, with its host. */
export interface TakenSettings {
  /** Environment variables for every go command. */
  overrides: Record<string, string>;
  /** Flags of go build, to stand before the user's own. */
  flags: GoFlag[];
  /** The host's settings that the user has decided otherwise. */
  findings: Finding[];
}

/** What build info tells of how a file was built; a plugin's does for a host that is made for it. */
export type BuiltBy = Pick<HostInfo, 'goVersion' | 'goos' | 'goarch' | 'settings'> &
  Partial<Pick<HostInfo, 'trimmed'>>;

/** Variables that change compiled packages, as build info names them (cmd/go/internal/load/pkg.go, setBuildInfo). */
const VARIABLES =
  /^(GO386|GOAMD64|GOARM|GOARM64|GOMIPS|GOMIPS64|GOPPC64|GORISCV64|GOWASM|GOEXPERIMENT|GOFIPS140|CGO_ENABLED|CGO_(C|CPP|CXX)FLAGS)$/;

const SWITCHES = ['trimpath', 'race', 'msan', 'asan'] as const;

const TRIMPATH = ['trimpath'] as const;

/** Flags with a value. Without a pattern `-gcflags` is for the host's own main package. */
const VALUES = ['tags', 'gcflags', 'asmflags', 'pgo'] as const;

/**
 * The host's release, target, flags and variables, as far as its build info tells; what the user has set explicitly
 * wins. @param user environment, and the flags of GOFLAGS and command line; `exists` tells whether a file is there.
 */
export function takeOverSettings(
  host: BuiltBy,
  user: {
    env: Readonly<Record<string, string | undefined>>;
    flags: readonly GoFlag[];
    exists: (file: string) => boolean;
  },
): TakenSettings {
  const taken: TakenSettings = { overrides: {}, flags: [], findings: [] };
  const differ = (setting: string, ofHost: string, chosen: string): void => {
    taken.findings.push({ kind: 'host-setting-overridden', setting, host: ofHost, chosen });
  };
  for (const [name, value] of hostVariables(host)) {
    const chosen = user.env[name] ?? '';
    // `auto`, `local` and `path` are rules for choosing a release, and none.
    const explicit = name === 'GOTOOLCHAIN' ? /^go1/.test(chosen) : chosen !== '';
    if (!explicit) taken.overrides[name] = value;
    else if (chosen.replace(/\+(auto|path)$/, '') !== value) differ(name, value, chosen);
  }
  // Without any settings in its build info nothing is known of the flags but what the file table shows.
  const switches = host.settings.size > 0 ? SWITCHES : host.trimmed === undefined ? [] : TRIMPATH;
  for (const name of switches) {
    const ofHost = host.settings.size > 0 ? host.settings.get(`-${name}`) === 'true' : host.trimmed === true;
    if (!user.flags.some((flag) => flag.name === name)) {
      if (ofHost) taken.flags.push({ name, value: undefined });
    } else if (isOn(user.flags, name) !== ofHost) {
      differ(`-${name}`, String(ofHost), String(!ofHost));
    }
  }
  if (host.settings.size === 0) return taken;
  for (const name of VALUES) {
    const ofHost = hostValue(host, name, user.exists);
    const chosen = flagValue(user.flags, name);
    if (ofHost === undefined || chosen === ofHost) continue;
    if (chosen === undefined) taken.flags.push({ name, value: ofHost });
    else differ(`-${name}`, ofHost, chosen);
  }
  return taken;
}

function hostVariables({ goVersion, goos, goarch, settings }: BuiltBy): [string, string][] {
  const release = /^go1\.\d+(\.\d+|rc\d+|beta\d+)?$/.exec(releaseOf(goVersion))?.[0];
  const known = { GOTOOLCHAIN: release ?? '', GOOS: goos, GOARCH: goarch };
  return [...Object.entries(known), ...[...settings].filter(([name]) => VARIABLES.test(name))].filter(
    ([, value]) => value !== '',
  );
}

function hostValue(
  { settings }: BuiltBy,
  name: (typeof VALUES)[number],
  exists: (file: string) => boolean,
): string | undefined {
  const value = settings.get(`-${name}`);
  if (value === undefined || value === '') return undefined;
  // A profile that is not here cannot be used; the comparison of the built file with the host tells what comes of it.
  if (name === 'pgo') return exists(value) ? value : undefined;
  if (name === 'tags') return value;
  return /^[^-=]+=/.test(value) ? value : undefined;
}
