import { isToolchain, releaseOf } from '../base/goVersion.js';
import { flagValue, formatGoFlag, isOn, type GoFlag } from '../base/goFlags.js';
import type { HostInfo } from '../model/host.js';
import { flagsTakenOver, formOf, settingHas } from '../base/goSettingsTable.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import { refusedPart, showForeign } from './foreignSettings.js';

/** How a plugin is built so that it shares the standard library, and the kept packages, with its host. */
export interface TakenSettings {
  /** Environment variables for every go command. */
  overrides: Record<string, string>;
  /** Flags of go build, which go before the user's flags. */
  flags: GoFlag[];
  /** The host's settings that the user overrides, and those that only affect the host's link. */
  findings: Finding[];
}

/** What the user has set. */
export interface UserSettings {
  env: Readonly<Record<string, string | undefined>>;
  /** Flags of GOFLAGS and command line. */
  flags: readonly GoFlag[];
  /** Reports whether a file exists. */
  exists: (file: string) => boolean;
}

/** Build settings from build info: a host's, or a plugin's if a host is made for it. */
export type BuiltBy = Pick<HostInfo, 'goVersion' | 'goos' | 'goarch' | 'settings'> &
  Partial<Pick<HostInfo, 'trimmed'>>;

/**
 * The host's Go version, target, flags and variables, as far as its build info records them; what the user has set
 * explicitly has precedence. They are untrusted, so only values are adopted that can neither run programs nor name files.
 * @param from - the file that records them, for messages.
 * @throws UserError for any other value, unless the user has set it.
 */
export function takeOverSettings(host: BuiltBy, user: UserSettings, from: string): TakenSettings {
  const taken: TakenSettings = { overrides: {}, flags: [], findings: [] };
  const differ = (setting: string, ofHost: string, pluginValue: string): void => {
    taken.findings.push({ kind: 'host-setting-overridden', setting, hostValue: ofHost, pluginValue });
  };
  for (const [name, value] of hostVariables(host)) {
    const chosen = user.env[name] ?? '';
    // `auto`, `local` and `path` are rules for choosing a version, not versions.
    const explicit = name === 'GOTOOLCHAIN' ? /^go1/.test(chosen) : chosen !== '';
    if (!explicit) taken.overrides[name] = accept(name, value, from);
    else if (chosen.replace(/\+(auto|path)$/, '') !== value) differ(name, value, chosen);
  }
  taken.findings.push(...ignoredSettings(host, user));
  // If its build info has no settings, only the flag that the file table shows is known.
  const switches =
    host.settings.size > 0 ? flagsTakenOver('switch') : host.trimmed === undefined ? [] : ['trimpath'];
  for (const name of switches) {
    const ofHost = host.settings.size > 0 ? host.settings.get(`-${name}`) === 'true' : host.trimmed === true;
    if (!user.flags.some((flag) => flag.name === name)) {
      if (ofHost) taken.flags.push({ name, value: undefined });
    } else if (isOn(user.flags, name) !== ofHost) {
      differ(`-${name}`, String(ofHost), String(!ofHost));
    }
  }
  if (host.settings.size === 0) return taken;
  for (const name of flagsTakenOver('value')) {
    const ofHost = hostValue(host, name, user.exists);
    const chosen = flagValue(user.flags, name);
    if (ofHost === undefined || chosen === ofHost) continue;
    if (chosen === undefined) taken.flags.push({ name, value: accept(`-${name}`, ofHost, from) });
    else differ(`-${name}`, ofHost, chosen);
  }
  return taken;
}

/** The adopted settings, one word each: `GOAMD64=v3`, `-trimpath`. */
export function listTaken({ overrides, flags }: TakenSettings): string[] {
  return [
    ...Object.entries(overrides).map(([name, value]) => `${name}=${value}`),
    ...flags.map(formatGoFlag),
  ];
}

/**
 * @returns the value.
 * @throws UserError for a value that must not be adopted from an untrusted file.
 */
function accept(name: string, value: string, from: string): string {
  const part = refusedPart(name, value);
  if (part === undefined) return value;
  const [whole, refused] = [showForeign(value), showForeign(part)];
  throw new UserError(
    `${from} was built with ${name}=${whole}` +
      (refused === whole ? ', which is not adopted' : `, and ${refused} is not adopted`),
    'Anybody may have made a host or a plugin: only those of its settings are used that can neither run programs nor name files. If you want this one, ' +
      (name.startsWith('-')
        ? `give ${name} yourself, in GOFLAGS or, to build, after \`--\`: what you set has precedence.`
        : `set ${name} in the environment yourself: what you set has precedence.`),
  );
}

/**
 * The GODEBUG defaults of a program, which become one line each in a Go file.
 * @param from - the file that records them, for messages.
 * @throws UserError if the go command would not have written them.
 */
export function takeOverGodebug({ settings }: BuiltBy, from: string): string | undefined {
  const value = settings.get('DefaultGODEBUG');
  if (value === undefined || value === '' || refusedPart('DefaultGODEBUG', value) === undefined) return value;
  throw new UserError(
    `${from} has DefaultGODEBUG=${showForeign(value)} in its build info, which is not a list of key=value`,
    'The go command never writes this: use the file that go has built.',
  );
}

/** Settings that are not adopted, though a plugin may need them, and those that only an edited manifest contains. */
function ignoredSettings({ settings }: BuiltBy, user: UserSettings): Finding[] {
  return [...settings].flatMap(([setting, value]) => {
    const isFlag = setting.startsWith('-');
    const part = settingHas(setting, 'links')
      ? refusedPart(setting, value)
      : isNeverRecorded(setting)
        ? value
        : undefined;
    const chosen = isFlag ? flagValue(user.flags, setting.slice(1)) : user.env[setting];
    if (value === '' || part === undefined || (chosen ?? '') !== '') return [];
    return [
      { kind: 'host-setting-ignored', setting, hostValue: showForeign(value), part: showForeign(part) },
    ];
  });
}

/** Flags, variables that name programs, and those of the go command itself: build info has only some of them. */
function isNeverRecorded(setting: string): boolean {
  const isKnown = setting.startsWith('-') || formOf(setting) === 'variable';
  return isKnown && !settingHas(setting, 'recorded');
}

function hostVariables({ goVersion, goos, goarch, settings }: BuiltBy): [string, string][] {
  const release = releaseOf(goVersion);
  const known = { GOTOOLCHAIN: isToolchain(release) ? release : '', GOOS: goos, GOARCH: goarch };
  const others = [...settings].filter(
    ([name]) => !(name in known) && formOf(name) === 'variable' && settingHas(name, 'taken over'),
  );
  return [...Object.entries(known), ...others].filter(([, value]) => value !== '');
}

function hostValue(
  { settings }: BuiltBy,
  name: string,
  exists: (file: string) => boolean,
): string | undefined {
  const value = settings.get(`-${name}`);
  if (value === undefined || value === '') return undefined;
  // A profile that does not exist here cannot be used; the comparison of the built file with the host shows the effect.
  // Only the user can name one that exists here.
  if (name === 'pgo') return exists(value) ? value : undefined;
  if (name === 'tags') return value;
  // As the go command reads it: spaces around it are ignored.
  return /^\s*-/.test(value) ? undefined : value;
}
