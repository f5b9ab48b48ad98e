import * as v from 'valibot';
import { C_LIBRARIES } from '../model/cLibrary.js';

/**
 * The rules for what a host records, in a manifest or in its file. Paths and versions get into go.mod, go.sum and
 * arguments of the go command, so each must be what the go command itself would have written there.
 * schema/host.schema.json contains the same rules for others.
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

const text = (pattern: RegExp, most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(pattern));
const some = (pattern: RegExp, most: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.regex(pattern));
/** An object with a limited number of texts; valibot also accepts a list as an object. */
const record = (key: ReturnType<typeof text>, value: ReturnType<typeof text>, most: number) =>
  v.pipe(
    v.custom<Record<string, string>>((input) => !Array.isArray(input)),
    v.record(key, value),
    v.check((entries) => Object.keys(entries).length <= most),
  );

const PATH = some(NO_CONTROL, 4096);
const MODULE = text(MODULE_PATH, 1000);

const REPLACEMENT = v.union([
  v.strictObject({ path: MODULE, version: text(VERSION, 500), sum: v.optional(text(SUM, 50)) }),
  // A directory that nothing reads: it is on the machine of the host's author.
  v.strictObject({ path: PATH }),
]);

const HOST_MODULE = v.strictObject({
  path: MODULE,
  version: v.optional(text(VERSION, 500)),
  sum: v.optional(text(SUM, 50)),
  replace: v.optional(REPLACEMENT),
  dir: v.optional(PATH),
});

const SETTINGS = v.pipe(
  record(text(/^[\w.-]+$/, 100), text(LINES, 1 << 18), 1000),
  v.check((settings) =>
    Object.entries(settings).every(([name, value]) => name === '-ldflags' || NO_CONTROL.test(value)),
  ),
);

const HOST_SCHEMA = v.strictObject({
  version: v.literal(1),
  goVersion: text(GO_VERSION, 250),
  goos: text(/^[a-z0-9]+$/, 20),
  goarch: text(/^[a-z0-9]*$/, 20),
  main: v.union([v.literal(''), text(IMPORT_PATH, 1000)]),
  mainModule: v.optional(HOST_MODULE),
  modules: v.pipe(v.array(HOST_MODULE), v.maxLength(10_000)),
  settings: SETTINGS,
  loadsPlugins: v.boolean(),
  packageHashes: record(text(IMPORT_PATH, 1000), text(/^([0-9a-f]{2})+$/, 128), 100_000),
  packageCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000))),
  cSymbols: v.pipe(v.array(some(NO_CONTROL, 1 << 16)), v.maxLength(1_000_000)),
  needed: v.pipe(v.array(some(NO_CONTROL, 4096)), v.maxLength(10_000)),
  glibc: v.optional(text(/^\d+(\.\d+)+$/, 20)),
  cLibrary: v.optional(v.picklist(C_LIBRARIES)),
  trimmed: v.optional(v.boolean()),
});

/** A host's description, in the form of schema/host.schema.json. */
export type HostDocument = v.InferOutput<typeof HOST_SCHEMA>;

/** The field at which a document is wrong: `modules[3].version`, and the text that is there. */
export interface Fault {
  field: string;
  value: string | undefined;
}

/** @returns the document, without fields that are not in the schema, or its first fault. */
export function readHostDocument(document: unknown): HostDocument | Fault {
  const result = v.safeParse(HOST_SCHEMA, document, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .slice(1);
  return { field, value: typeof issue.input === 'string' ? issue.input : undefined };
}
