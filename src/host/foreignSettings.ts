import { isToolchain } from '../base/goVersion.js';
import { splitQuoted } from '../base/goFlags.js';
import type { ARCHITECTURE_LEVELS } from '../base/goSettingsTable.js';
import { isCompilerFlag, isLinkerFlag } from './cgoFlags.js';
import { firstRefused, type ToolFlags } from './toolFlags.js';

/**
 * The allowed values of build settings from an untrusted file: a host's manifest, or the build info of a host or plugin.
 * They become variables and flags of the go command, which can run programs and write files because of them.
 */
const LIST = '[a-z0-9]+(,[a-z0-9]+)*';
const LEVELS: Readonly<Record<(typeof ARCHITECTURE_LEVELS)[number], RegExp>> = {
  GO386: /^(sse2|softfloat)$/,
  GOAMD64: /^v[1-4]$/,
  GOARM: /^[5-7](,(soft|hard)float)?$/,
  GOARM64: /^v[89]\.\d(,(lse|crypto))*$/,
  GOMIPS: /^(hard|soft)float$/,
  GOMIPS64: /^(hard|soft)float$/,
  GOPPC64: /^power\d+$/,
  GORISCV64: /^rva\d+u64$/,
  GOWASM: new RegExp(`^${LIST}$`),
};
const VALUES: Readonly<Record<string, RegExp>> = {
  GOOS: /^[a-z0-9]+$/,
  GOARCH: /^[a-z0-9]+$/,
  ...LEVELS,
  GOEXPERIMENT: new RegExp(`^${LIST}$`),
  // A version is part of the name of an archive that go unpacks.
  GOFIPS140: /^(off|latest|inprocess|certified|v\d+\.\d+\.\d+(-[0-9a-z]+)?)$/,
  CGO_ENABLED: /^[01]$/,
  '-trimpath': /^true$/,
  '-race': /^true$/,
  '-msan': /^true$/,
  '-asan': /^true$/,
  '-tags': /^[\p{L}\p{N}_.]+(,[\p{L}\p{N}_.]+)*$/u,
  DefaultGODEBUG: /^\w+=[\w.+-]+(,\w+=[\w.+-]+)*$/,
};

/** `pattern=flags` of -gcflags and -asmflags; a pattern of directories would match other directories here. */
const PER_PACKAGE = /^([\w~+][\w.~+/-]*)=(.*)$/s;

/**
 * Finds what must not be adopted from an untrusted file.
 * @param name - name of the setting in build info.
 * @returns the part that is refused; undefined if the value is acceptable.
 */
export function refusedPart(name: string, value: string): string | undefined {
  if (name === 'GOTOOLCHAIN') return isToolchain(value) ? undefined : value;
  const pattern = VALUES[name];
  if (pattern !== undefined) return pattern.test(value) ? undefined : value;
  if (/^CGO_(C|CPP|CXX|F)FLAGS$/.test(name))
    return words(value, (all) => all.find((word) => !isCompilerFlag(word)));
  if (name === 'CGO_LDFLAGS') return words(value, (all) => all.find((word) => !isLinkerFlag(word)));
  if (name === '-ldflags') {
    const args = value.trim().startsWith('-') ? value : (PER_PACKAGE.exec(value)?.[2] ?? value);
    return words(args, (all) => firstRefused('ldflags', all));
  }
  if (name !== '-gcflags' && name !== '-asmflags') return value;
  const args = PER_PACKAGE.exec(value)?.[2];
  return args === undefined ? value : words(args, (all) => firstRefused(name.slice(1) as ToolFlags, all));
}

/** No list of flags in a real build contains an unterminated quote or a control character. */
function words(text: string, find: (words: string[]) => string | undefined): string | undefined {
  try {
    // eslint-disable-next-line no-control-regex -- the pattern searches for these
    return /[\0-\x08\x0b-\x1f\x7f]/.test(text) ? text : find(splitQuoted(text));
  } catch {
    return text;
  }
}

/** Untrusted text in a message: on one line, not longer than a few, without control characters. */
export function showForeign(text: string): string {
  const cut = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
