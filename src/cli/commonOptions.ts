import { ISOLATION_KINDS } from '../model/isolation.js';
import { UserError } from '../base/userError.js';
import { BUILD_MODES, DEFAULT_BUILD_MODE, DEFAULT_PREFIX, type BuildMode } from '../model/options.js';

/** If an option is given twice, the last value counts, as with the go command. */
function lastOf(value: string | string[]): string {
  return typeof value === 'string' ? value : (value.at(-1) ?? '');
}

/** An option with one value. */
export const SINGLE = { type: 'string', requiresArg: true, coerce: lastOf } as const;

export const WORK_DIR_OPTION = {
  'work-dir': {
    ...SINGLE,
    describe: 'Directory for renamed sources, kept between builds [default: your cache directory]',
  },
} as const;

/** Options of every command that names packages. */
export const NAMING_OPTIONS = {
  prefix: {
    ...SINGLE,
    default: DEFAULT_PREFIX,
    describe: 'First element of renamed import paths; {time}, {hash}, {closure} and {plugin} are replaced',
  },
  ...WORK_DIR_OPTION,
} as const;

/** Options of every command that plans a build for a host. */
export const HOST_OPTIONS = {
  host: {
    ...SINGLE,
    describe:
      'The program that will load the plugin: its binary, its manifest, the directory of its go.mod, or MODULE@VERSION',
  },
  'host-src': {
    ...SINGLE,
    describe: "Source directory of the host's main module, if the plugin's build does not find it",
  },
  keep: {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe:
      "Also share these packages with the host, at its versions, with everything they import (repeatable; globs, 'path/**'); " +
      "'none': share only what other --keep options name, and nothing by default",
  },
  rename: {
    choices: ['all', 'conflicts'],
    default: 'all' as 'all' | 'conflicts',
    describe: "conflicts: rename only packages whose version differs from the host's",
  },
} as const;

/** --config, for every command that takes options from gorename.yaml. */
export const CONFIG_OPTION = {
  config: {
    ...SINGLE,
    describe: "A gorename.yaml; 'none': use none [default: the one here or above]",
  },
} as const;

/** Options of every command that reports findings. */
export const FINDING_OPTIONS = {
  allow: {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe: 'Accept findings of this kind, as in `warning[KIND]` (repeatable; commas between)',
  },
  strict: {
    type: 'boolean',
    default: false,
    describe: 'Treat all other warnings as errors: exit code 1, and `build` writes nothing',
  },
} as const;

/** Options of every command that rewrites packages. */
export const ISOLATION_OPTIONS = {
  'no-isolate': {
    type: 'string',
    coerce: lastOf,
    describe: `Do not isolate these kinds of global state (comma-separated; no value: all): ${ISOLATION_KINDS.join(', ')}`,
  },
  'isolate-own': {
    type: 'boolean',
    default: false,
    describe: "Also isolate the plugin's own packages: registrations and variables",
  },
} as const;

/**
 * The same options, undefined if the command line does not have them; help still shows the default.
 */
export function withoutDefaults<Options extends Record<string, object>>(
  options: Options,
): { [Name in keyof Options]: Omit<Options[Name], 'default'> } {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      if (!('default' in option)) return [name, option];
      const { default: value, ...others } = option;
      // An empty list and false need no words.
      const isShown = typeof value === 'string';
      return [name, isShown ? { ...others, defaultDescription: JSON.stringify(value) } : others];
    }),
  ) as { [Name in keyof Options]: Omit<Options[Name], 'default'> };
}

/**
 * Gives `--no-isolate` without a value its default value: otherwise yargs would use the next word on the command
 * line as the value.
 */
export function completeArguments(argv: readonly string[]): string[] {
  return argv.map((word) => (word === '--no-isolate' ? '--no-isolate=all' : word));
}

/** @throws UserError for modes that contradict each other. */
function onlyOne(mode: BuildMode | BuildMode[]): BuildMode {
  if (!Array.isArray(mode)) return mode;
  const [first = DEFAULT_BUILD_MODE, ...others] = mode;
  if (others.every((other) => other === first)) return first;
  throw new UserError(`--buildmode is given twice: ${mode.join(' and ')}`, 'Choose one of them.');
}

/** --build-info: what build info of the output calls renamed modules. */
export const BUILD_INFO_OPTION = {
  'build-info': {
    choices: ['original', 'renamed'],
    default: 'original' as 'original' | 'renamed',
    describe:
      'The modules that `go version -m` and scanners read from the output: as in a plain build, or as built',
  },
} as const;

/** --sarif, for commands whose findings are about a plugin of the user. */
export const SARIF_OPTION = {
  sarif: {
    ...SINGLE,
    describe: 'Also write the findings to this file, in the format of code scanning services (SARIF 2.1.0)',
  },
} as const;

/** Files that describe a build, a plan or a built plugin: see descriptionFiles.ts. */
export const DESCRIPTION_OPTIONS = {
  sbom: {
    ...SINGLE,
    describe:
      'Also write a bill of materials (CycloneDX, JSON) to this file, or into this directory (ending in /)',
  },
  report: {
    ...SINGLE,
    describe: 'Also write a report (one HTML page) to this file, or into this directory (ending in /)',
  },
  graph: {
    ...SINGLE,
    describe:
      'Also draw the packages in this file (.svg, .dot, .mmd or .mermaid), or as SVG in this directory (ending in /)',
  },
} as const;

/** --depfile, for make. */
export const DEPFILE_OPTION = {
  depfile: { ...SINGLE, describe: 'Also write rules for make to this file: what the output was built from' },
} as const;

/** --buildmode, for every command that plans a build. */
export const BUILD_MODE_OPTION = {
  buildmode: {
    choices: BUILD_MODES,
    default: DEFAULT_BUILD_MODE,
    coerce: onlyOne,
    describe: 'As in go help buildmode',
  },
};

/** Options of every command that plans a build, undefined if the command line does not have them: {@link withoutDefaults}. */
export function planOptions() {
  return {
    ...withoutDefaults(NAMING_OPTIONS),
    ...withoutDefaults(BUILD_MODE_OPTION),
    ...withoutDefaults(HOST_OPTIONS),
    ...withoutDefaults(ISOLATION_OPTIONS),
    ...CONFIG_OPTION,
  };
}
