import { isAbsolute, resolve } from 'node:path';
import { formatGoFlag, parseGoFlags } from '../base/goFlags.js';
import { isWithin } from '../base/isWithin.js';
import { formOf } from '../base/goSettingsTable.js';
import { UserError } from '../base/userError.js';
import { parseAllowed } from '../findings/policy.js';
import { refusedPart } from '../host/foreignSettings.js';
import { checkPrefix } from '../names/prefixTemplate.js';

/** Why a value is refused, and what to do. */
export interface Objection {
  message: string;
  advice: string;
}

/** Flags of go build that neither run a program nor name a file, beside those that a host may have. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  mod: /^(mod|readonly|vendor)$/,
  covermode: /^(set|count|atomic)$/,
  cover: /^(true|false)?$/,
};

/** Switches may be turned off as well. */
const SWITCHED_OFF = /^(0|f|false)$/i;

/**
 * A path of a file must not lead out of its directory: who builds a project that somebody else has written must not find
 * files changed elsewhere.
 */
export function whyNotBelow(path: string, root: string, what: 'directory' | 'file'): Objection | undefined {
  if (isAbsolute(path))
    return {
      message: `${path} is an absolute path`,
      advice: `Write the path relative to the file; on the command line, any ${what} can be named.`,
    };
  const absolute = resolve(root, path);
  if (!isWithin(absolute, root) || (what === 'file' && (absolute === root || /[\\/]$/.test(path))))
    return {
      message:
        what === 'file'
          ? `${path} is not a file below the directory of this file`
          : `${path} is not below the directory of this file`,
      advice: `Name a ${what} below it; on the command line, any ${what} can be named.`,
    };
  return undefined;
}

/** `{host}` becomes a part of a file name. */
export function whyNotName(name: string): Objection | undefined {
  if (/^(?!\.)[\w.@+-]+$/.test(name)) return undefined;
  return { message: `${name} is not a name for a file`, advice: 'Use letters, digits and . _ @ + -.' };
}

/** Most errors cannot be allowed. */
export function whyNotAllowed(kinds: readonly string[]): Objection | undefined {
  return objectionOf(() => {
    parseAllowed(kinds, 'allow');
  });
}

export function whyNotPrefix(prefix: string): Objection | undefined {
  return objectionOf(() => {
    checkPrefix(prefix);
  });
}

/** A C or C++ compiler by its usual name, which is searched in PATH; the Go command runs it. */
const COMPILER =
  /^(([a-z0-9_]+-){0,4}(gcc|g\+\+|cc|c\+\+)(-\d+(\.\d+)*)?|([a-z0-9_]+-){0,4}clang(\+\+)?(-\d+(\.\d+)*)?|zig (cc|c\+\+) -target [a-z0-9_.-]+)$/;

export function whyNotCompiler(program: string): Objection | undefined {
  if (COMPILER.test(program)) return undefined;
  return {
    message: `${program} is not the name of a C compiler`,
    advice:
      'Write gcc or clang with its target, such as aarch64-linux-gnu-gcc, or `zig cc -target TARGET`. Other programs and paths: set CC in the environment.',
  };
}

/**
 * Flags in a file that comes with sources are as untrusted as a host's: building them must not run programs that the
 * project brings along.
 */
export function whyNotGoFlags(words: readonly string[]): Objection | undefined {
  return objectionOf(() => {
    for (const { name, value } of parseGoFlags(words)) {
      const flag = `-${name}`;
      const isSwitch = formOf(flag) === 'switch';
      const harmless = HARMLESS[name]?.test(value ?? '') === true;
      const isOff = isSwitch && SWITCHED_OFF.test(value ?? '');
      if (harmless || (isOff && refusedPart(flag, 'true') === undefined)) continue;
      const refused = refusedPart(flag, value ?? (isSwitch ? 'true' : ''));
      if (refused === undefined) continue;
      throw new UserError(
        `${formatGoFlag({ name, value })} is not accepted in this file`,
        'Only flags that can neither run programs nor name files are. Pass it on the command line, after `--`, or set GOFLAGS.',
      );
    }
  });
}

function objectionOf(check: () => void): Objection | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { message: error.message, advice: error.advice ?? '' };
  }
}
