import * as v from 'valibot';
import { C_LIBRARIES } from '../model/cLibrary.js';

/**
 * The rules for what a host records, in a manifest or in its file. Paths and versions get into go.mod, go.sum and
 * arguments of the go command, so each must be what the go command itself would have written there.
 * `npm run generate` writes schema/host.schema.json from them.
 */

/** Maximum bytes of a manifest: about ten times the size of the largest known one. */
export const MOST_BYTES = 32 << 20;

// eslint-disable-next-line no-control-regex -- the pattern searches for these
const NO_CONTROL = /^[^\0-\x1f\x7f]*$/;

/** Values with line breaks: `-ldflags "-X main.notes=$(git log)"`. No other setting may contain any. */
// eslint-disable-next-line no-control-regex -- the pattern searches for these
const LINES = /^[^\0-\x08\x0b-\x1f\x7f]*$/;

/** As golang.org/x/mod/module.CheckImportPath, and letters of all languages, which the go command allows in main modules. */
const IMPORT_PATH =
  /^(?!-)(?!.*\.\.\.)((?!\.{1,2}\/)[\p{L}\p{M}\p{N}._~+-]+\/)*(?!\.{1,2}$)[\p{L}\p{M}\p{N}._~+-]+$/u;

const MODULE_PATH = /^(?!-)(?!.*\.\.)([A-Za-z0-9_~+-][A-Za-z0-9._~+-]*\/)*[A-Za-z0-9_~+-][A-Za-z0-9._~+-]*$/;

/** Semantic and pseudo-versions. */
const VERSION = /^v\d{1,10}\.\d{1,10}\.\d{1,10}(-[0-9A-Za-z.-]{1,200})?(\+[0-9A-Za-z.-]{1,200})?$/;

const SUM = /^h1:[A-Za-z0-9+/]{43}=$/;

/** `go1.26.8`, `go1.26.8-X:jsonv2`, `devel go1.27-abcdef Thu Jan 1`, `go1.25.3 (Red Hat 1.25.3-1.el9)`. */
const GO_VERSION = /^((go1|devel )[\w.+:,() -]{0,200})?$/;

/** Version of the format; schema/host.schema.json describes it. */
export const MANIFEST_VERSION = 1;

const text = (pattern: RegExp, most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(pattern));
const some = (pattern: RegExp, most: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.regex(pattern));
/** An object with a limited number of texts; valibot also accepts a list as an object. */
const record = (key: v.GenericSchema<string>, value: v.GenericSchema<string>, most: number) =>
  v.pipe(
    v.custom<Record<string, string>>((input) => !Array.isArray(input)),
    v.record(key, value),
    v.maxEntries(most),
  );

const Path = v.pipe(some(NO_CONTROL, 4096), v.description('Without control characters.'));
const ImportPath = v.pipe(
  text(IMPORT_PATH, 1000),
  v.description('As golang.org/x/mod/module.CheckImportPath.'),
);
const ModulePath = v.pipe(text(MODULE_PATH, 1000), v.description('As golang.org/x/mod/module.CheckPath.'));
const ModuleVersion = v.pipe(text(VERSION, 500), v.description('Version of a module.'));
const ModuleSum = v.pipe(text(SUM, 50), v.description('`h1:` hash of its content.'));

const Replacement = v.pipe(
  v.union([
    v.strictObject({ path: ModulePath, version: ModuleVersion, sum: v.optional(ModuleSum) }),
    // A directory that nothing reads: it is on the machine of the host's author.
    v.strictObject({ path: Path }),
  ]),
  v.description('The replacement; without a version, a directory as written in go.mod.'),
);

const HostModule = v.strictObject({
  path: ModulePath,
  version: v.pipe(
    v.optional(ModuleVersion),
    v.description('Left out for a main module that was built from a directory.'),
  ),
  sum: v.optional(ModuleSum),
  replace: v.optional(Replacement),
  dir: v.pipe(
    v.optional(Path),
    v.description(
      'The directory that source positions of its packages record: absolute, or after -trimpath `module@version` or the module path.',
    ),
  ),
});

const SETTING_BYTES = 1 << 18;

const Settings = v.pipe(
  v.intersect([
    record(text(/^[\w.-]+$/, 100), text(LINES, SETTING_BYTES), 1000),
    v.objectWithRest({ '-ldflags': v.exactOptional(v.string()) }, text(NO_CONTROL, SETTING_BYTES)),
  ]),
  v.description(
    'Build settings by their names in build info. Only values that can neither run programs nor name files are used.',
  ),
);

const HostManifest = v.pipe(
  v.strictObject({
    formatVersion: v.pipe(v.literal(MANIFEST_VERSION), v.description('Version of this format.')),
    goVersion: v.pipe(
      text(GO_VERSION, 250),
      v.description('Go version, for example go1.26.8; empty if the binary does not record it.'),
    ),
    goos: text(/^[a-z0-9]+$/, 20),
    goarch: text(/^[a-z0-9]*$/, 20),
    mainImportPath: v.pipe(
      v.union([v.literal(''), ImportPath]),
      v.description('Import path of the main package; empty if the binary does not record it.'),
    ),
    mainModule: v.optional(HostModule),
    modules: v.pipe(v.array(HostModule), v.maxLength(10_000), v.description('All other modules, sorted.')),
    settings: Settings,
    loadsPlugins: v.pipe(
      v.boolean(),
      v.description('It imports plugin, and is linked so that it can load plugins.'),
    ),
    packageHashes: v.pipe(
      record(ImportPath, text(/^([0-9a-f]{2})+$/, 128), 100_000),
      v.description(
        'Import path, and the hash that plugin.Open compares; empty for a host that cannot load plugins.',
      ),
    ),
    packageCount: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(100_000),
      v.description('How many packageHashes there are: with fewer, fewer packages would differ.'),
    ),
    cSymbols: v.pipe(
      v.array(some(NO_CONTROL, 1 << 16)),
      v.maxLength(1_000_000),
      v.description('C functions and variables in its dynamic symbol table, sorted.'),
    ),
    sonames: v.pipe(
      v.array(Path),
      v.maxLength(10_000),
      v.description('Shared libraries that it needs (NEEDED): `libc.so.6`.'),
    ),
    glibc: v.pipe(
      v.optional(text(/^\d+(\.\d+)+$/, 20)),
      v.description('The highest glibc version that it needs.'),
    ),
    cLibrary: v.pipe(
      v.optional(v.picklist(C_LIBRARIES)),
      v.description(
        'The C library that it is linked with. The version of a glibc is in `glibc`; musl records no version. Left out without a C library.',
      ),
    ),
    trimmed: v.pipe(
      v.optional(v.boolean()),
      v.description('Whether the file table shows -trimpath; left out if this is unknown.'),
    ),
  }),
  v.description('What `gorename-plugin host` prints: all that plugin authors need to know of a host.'),
);

/** The parts of the format, by the names that they have in schema/host.schema.json. */
export const MANIFEST_PARTS = {
  HostManifest,
  HostModule,
  Replacement,
  ImportPath,
  ModulePath,
  ModuleVersion,
  ModuleSum,
  Path,
};

/** A host's description, in the form of schema/host.schema.json. */
export type HostDocument = v.InferOutput<typeof HostManifest>;

/** The field at which a document is wrong: `modules[3].version`, and the text that is there. */
export interface Fault {
  field: string;
  value: string | undefined;
}

/** @returns the document, without fields that are not in the schema, or its first fault. */
export function readHostDocument(document: unknown): HostDocument | Fault {
  const result = v.safeParse(HostManifest, document, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .slice(1);
  return { field, value: typeof issue.input === 'string' ? issue.input : undefined };
}
