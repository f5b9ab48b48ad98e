import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { digest } from '../base/digest.js';
import { diskPath } from '../base/diskPath.js';
import type { GoFlag } from '../base/goFlags.js';
import type { GoModule, GoPackage, GodebugSetting, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { LoadOptions } from '../model/options.js';
import { parseDirectives } from '../syntax/directives.js';
import { findFirstDeclaration } from '../syntax/lexer.js';
import { readRecord, writeRecord, type RecordSchema } from './records.js';
import { goEnvironment } from './goEnvironment.js';
import { graphInputs } from './buildInputs.js';
import { areUnchanged, stampInputs, stampsSchema, type Stamps } from './stamps.js';

/** The results of golist/ that come from the go command. */
export interface LoadedGraph {
  settings: GoSettings;
  flags: GoFlag[];
  graph: ModuleGraph;
}

export interface GraphRequest extends LoadOptions {
  /** Absolute root of the work trees. */
  workDir: string;
  /** Absolute directory of the main package. */
  dir: string;
  /** What a host decides, besides `variables`; undefined without a host. */
  ofHost: object | undefined;
  /** The compilers were, or have to be, compared with target and host. */
  forCompiling: boolean;
}

interface GraphRecord {
  key: string;
  forCompiling: boolean;
  settings: GoSettings;
  flags: GoFlag[];
  main: string;
  mainFiles: readonly string[] | undefined;
  packages: GoPackage[];
  modules: GoModule[];
  godebug: GodebugSetting[];
  stamps: Stamps;
  /** Go file → digest of the part that the go command reads. */
  headers: Record<string, string>;
}

const strings = v.array(v.string());
const variables = v.record(v.string(), v.string());
const schema: RecordSchema<GraphRecord> = v.object({
  key: v.string(),
  forCompiling: v.boolean(),
  settings: v.object({
    version: v.string(),
    minor: v.number(),
    command: v.string(),
    goroot: v.string(),
    goos: v.string(),
    goarch: v.string(),
    cgoEnabled: v.boolean(),
    modCache: v.string(),
    goflags: v.string(),
    goMod: v.optional(v.string()),
    goWork: v.optional(v.string()),
    env: variables,
    overrides: variables,
  }),
  flags: v.array(v.object({ name: v.string(), value: v.optional(v.string()) })),
  main: v.string(),
  mainFiles: v.optional(strings),
  packages: v.array(
    v.object({
      importPath: v.string(),
      name: v.string(),
      dir: v.string(),
      standard: v.boolean(),
      module: v.optional(v.string()),
      files: v.object({
        go: strings,
        cgo: strings,
        ignoredGo: strings,
        asm: strings,
        headers: strings,
        native: strings,
        embed: strings,
        test: strings,
        testEmbed: strings,
      }),
      imports: strings,
    }),
  ),
  modules: v.array(
    v.object({
      path: v.string(),
      version: v.optional(v.string()),
      replacement: v.optional(v.string()),
      dir: v.string(),
      goVersion: v.optional(v.string()),
      main: v.boolean(),
      local: v.boolean(),
    }),
  ),
  godebug: v.array(v.object({ key: v.string(), value: v.string() })),
  stamps: stampsSchema,
  headers: variables,
});

/** How many milliseconds the clock of a file system may be late. */
const CLOCK_LAG = 20;

/**
 * What the go command would answer, if nothing that its answer depends on has changed since: an edit that keeps imports
 * and directives changes nothing. Undefined otherwise.
 */
export function recallGraph(request: GraphRequest): LoadedGraph | undefined {
  const known = readRecord(recordFile(request), schema);
  if (known?.key !== keyOf(request) || (request.forCompiling && !known.forCompiling)) return undefined;
  const { settings, flags, main, mainFiles, godebug, stamps, headers } = known;
  if (!areUnchanged(stamps)) return undefined;
  if (!Object.entries(headers).every(([file, digest]) => digestHeader(file) === digest)) return undefined;
  const packages = new Map(known.packages.map((pkg) => [pkg.importPath, pkg]));
  const modules = new Map(known.modules.map((module) => [module.path, module]));
  return { settings, flags, graph: { main, mainFiles, packages, modules, godebug } };
}

/**
 * Keeps the go command's answer for `recallGraph`.
 * @param startedAt - milliseconds since 1970, before the go command was started.
 */
export function rememberGraph(request: GraphRequest, loaded: LoadedGraph, startedAt: number): void {
  const inputs = graphInputs(loaded, request.dir);
  // The go command may have read a file that changed meanwhile before or after the change.
  const changedAt = (file: string): number =>
    statSync(diskPath(file), { throwIfNoEntry: false })?.ctimeMs ?? Infinity;
  if (inputs?.headers.some((file) => changedAt(file) > startedAt - CLOCK_LAG) !== false) return;
  const stamps = stampInputs(inputs, startedAt, []);
  if (stamps === undefined) return;
  const { settings, flags, graph } = loaded;
  const { main, mainFiles, packages, modules, godebug } = graph;
  const record: GraphRecord = {
    key: keyOf(request),
    forCompiling: request.forCompiling,
    settings,
    flags,
    main,
    mainFiles,
    packages: [...packages.values()],
    modules: [...modules.values()],
    godebug,
    stamps,
    headers: Object.fromEntries(inputs.headers.map((file) => [file, digestHeader(file)])),
  };
  writeRecord(recordFile(request), record);
}

/** Builds of a plugin for several hosts, and without one, have separate records. */
function recordFile({ workDir, dir, files, cwd, ofHost }: GraphRequest): string {
  const named = [files, ofHost].map((part) => (part === undefined ? '' : `-${digest(part).slice(0, 16)}`));
  return join(workDir, 'graphs', `${digest([dir, cwd])}${named.join('')}.json`);
}

function keyOf({ goFlags, buildMode, variables = {}, ofHost }: GraphRequest): string {
  return digest([goEnvironment(), goFlags, buildMode, variables, ofHost ?? null]);
}

/** The part of a Go file that `go list` reads: everything up to the last import, and what it embeds. */
function digestHeader(file: string): string {
  const source = readFileSync(diskPath(file));
  const text = source.toString('latin1');
  const embeds = parseDirectives(source).embeds.map(({ patterns }) => patterns);
  return digest([text.slice(0, findFirstDeclaration(text)), embeds]);
}
