import * as v from 'valibot';
import type { NamedOptions } from '../app/settleOptions.js';
import { ISOLATION_KINDS, type IsolationKind } from '../model/isolation.js';
import { BUILD_MODES, DEFAULT_BUILD_MODE, DEFAULT_PREFIX, type BuildMode } from '../model/options.js';
import type { Stage } from '../model/progress.js';
import { callEntries, text, texts, word, type CallOptions } from './callOptions.js';

/** Options of `buildPlugin`. Each has the name of an option of `gorename-plugin build`, in camelCase, and its meaning. */
export interface BuildPluginOptions extends CallOptions {
  /** Directory of the plugin's main package. Default: `cwd`. */
  dir?: string | undefined;
  /** Output file, or a directory (ending in `/`). Default: `NAME.so` in `cwd`, as `go build` names it. */
  output?: string | undefined;
  /** The program that will load the plugin: its binary, its manifest, the directory of its go.mod, or `MODULE@VERSION`. */
  host?: string | undefined;
  /** Source directory of the host's main module, if the plugin's build does not find it. */
  hostSrc?: string | undefined;
  /** Patterns of packages to share with the host; `none`: share only what the other patterns name. */
  keep?: readonly string[] | undefined;
  /** `conflicts`: rename only packages whose version differs from the host's. Default: `all`. */
  rename?: 'all' | 'conflicts' | undefined;
  /** Flags for `go build`, a word each: `['-trimpath', '-tags', 'prod']`. */
  goFlags?: readonly string[] | undefined;
  /** First element of renamed import paths. Default: `t_{time}_{hash}`. */
  prefix?: string | undefined;
  /** As in `go help buildmode`. Default: `plugin`. */
  buildmode?: BuildMode | undefined;
  /** The modules that scanners read from the output. Default: `original`. */
  buildInfo?: 'original' | 'renamed' | undefined;
  /** Kinds of global state that are not isolated. */
  noIsolate?: 'all' | readonly IsolationKind[] | undefined;
  /** Whether the plugin's own packages are isolated as well. */
  isolateOwn?: boolean | undefined;
  /** Maximum number of parallel jobs. Default: the number of processors. */
  jobs?: number | undefined;
  /** Directory for renamed sources, kept between builds. Default: the one of the command. */
  workDir?: string | undefined;
  /** Whether to write nothing: the result is the plan, and the findings that are known without a build. */
  dryRun?: boolean | undefined;
  /** Called while the plugin is built. If it throws, the build stops and rejects with that. */
  onProgress?: ((event: BuildProgress) => void) | undefined;
}

/** What a build reports while it works. */
export type BuildProgress =
  /** A stage begins. A stage can come again: after a change of a source, and if more has to be renamed. */
  | { type: 'stage'; stage: Stage }
  /** A package is compiled that is not in Go's build cache; `most` is the number of packages in the build. */
  | { type: 'package'; importPath: string; most: number }
  /** The go command says that it downloads something. */
  | { type: 'download'; line: string }
  /** What the command would print: settings of the host, what is shared with it, messages of compilers, a wait for another process. */
  | { type: 'message'; text: string };

/** The rules for {@link BuildPluginOptions}. */
export const BUILD_ENTRIES = {
  ...callEntries,
  dir: v.optional(text),
  output: v.optional(text),
  host: v.optional(text),
  hostSrc: v.optional(text),
  keep: v.optional(texts),
  rename: v.optional(v.picklist(['all', 'conflicts'])),
  goFlags: v.optional(v.array(word)),
  prefix: v.optional(text),
  buildmode: v.optional(v.picklist(BUILD_MODES)),
  buildInfo: v.optional(v.picklist(['original', 'renamed'])),
  noIsolate: v.optional(v.union([v.literal('all'), v.array(v.picklist(ISOLATION_KINDS))])),
  isolateOwn: v.optional(v.boolean()),
  jobs: v.optional(
    v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be 1 or more')),
  ),
  workDir: v.optional(text),
  dryRun: v.optional(v.boolean()),
  onProgress: v.optional(v.function()),
} satisfies Record<keyof BuildPluginOptions, v.GenericSchema>;

/** The options as the command line has them, each with a value. */
export function namedOptions(options: BuildPluginOptions): NamedOptions {
  const { noIsolate } = options;
  return {
    host: options.host,
    'host-src': options.hostSrc,
    keep: [...(options.keep ?? [])],
    rename: options.rename ?? 'all',
    prefix: options.prefix ?? DEFAULT_PREFIX,
    buildmode: options.buildmode ?? DEFAULT_BUILD_MODE,
    'build-info': options.buildInfo ?? 'original',
    'no-isolate': typeof noIsolate === 'string' ? noIsolate : noIsolate?.join(','),
    'isolate-own': options.isolateOwn ?? false,
    allow: [...(options.allow ?? [])],
    strict: options.strict ?? false,
  };
}
