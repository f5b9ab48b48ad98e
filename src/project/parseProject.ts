import { dirname } from 'node:path';
import * as v from 'valibot';
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { didYouMean, nearestNames } from '../base/nearestNames.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { KINDS } from '../findings/kinds.generated.js';
import { ISOLATION_KINDS } from '../model/isolation.js';
import { BUILD_MODES } from '../model/options.js';
import { hostName } from './hostName.js';
import type { HostEntry, PluginEntry, ParsedProject, ProjectOptions } from './projectFile.js';
import {
  whyNotAllowed,
  whyNotBelow,
  whyNotCompiler,
  whyNotGoFlags,
  whyNotName,
  whyNotPrefix,
} from './projectValues.js';

/** No file that a person writes is larger. */
const MOST_BYTES = 1 << 20;

/** Keys and indices. */
type Path = readonly (string | number)[];

/** What is wrong in a file, and what to do; the place is added. */
class Fault extends Error {
  constructor(
    message: string,
    readonly path: Path,
    readonly advice: string,
    /** Whether the last element of the path itself is wrong, and not its value. */
    readonly isKey = false,
  ) {
    super(message);
  }
}

/**
 * The content of gorename.yaml or gorename.json; JSON is read as YAML, which contains it.
 * @param file - its absolute path.
 * @param cwd - the user's directory, for messages.
 * @throws UserError with line and column for anything that is not as schema/project.schema.json says.
 */
export function parseProject(text: string, file: string, cwd: string): ParsedProject {
  const name = shortPath(file, cwd);
  const lines = new LineCounter();
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new UserError(
      `${name} is larger than ${String(MOST_BYTES)} bytes`,
      'It lists plugins; `gorename-plugin init` writes an example.',
    );
  const fail = (offset: number, message: string, advice: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new UserError(`${name}:${String(line)}:${String(col)}: ${message}`, advice);
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    merge: false,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) fail(problem.pos[0], problem.message, 'The file must be YAML 1.2 or JSON.');
  try {
    return check(toValue(document), dirname(file));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return fail(offsetOf(document, error), error.message, error.advice);
  }
}

/** @throws Fault for a document that is small, and enormous when its aliases are followed. */
function toValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : '', [], 'Write the values out.');
  }
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.regex(/^\P{Cc}*$/u));
const texts = v.pipe(v.array(text), v.maxLength(1000));

const OPTIONS = {
  output: v.optional(text),
  'host-src': v.optional(text),
  keep: v.optional(texts),
  rename: v.optional(v.picklist(['all', 'conflicts'])),
  prefix: v.optional(text),
  'no-isolate': v.optional(v.array(v.picklist([...ISOLATION_KINDS, 'all']))),
  'isolate-own': v.optional(v.boolean()),
  buildmode: v.optional(v.picklist(BUILD_MODES)),
  'build-info': v.optional(v.picklist(['original', 'renamed'])),
  allow: v.optional(v.array(v.picklist(Object.keys(KINDS)))),
  strict: v.optional(v.boolean()),
  'go-flags': v.optional(texts),
  // Its three forms are checked one by one, so that a message is about the form that was meant.
  host: v.optional(v.unknown()),
};

const HOST = v.strictObject({
  file: text,
  name: v.optional(text),
  'host-src': v.optional(text),
  cc: v.optional(text),
  cxx: v.optional(text),
});
const PLUGIN = v.strictObject({ dir: text, ...OPTIONS });
type Options = Omit<v.InferOutput<typeof PLUGIN>, 'dir'>;

const PROJECT = v.strictObject({
  $schema: v.optional(v.string()),
  ...OPTIONS,
  plugins: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(1000)),
});

/** @throws Fault */
function check(value: unknown, root: string): ParsedProject {
  const file = parse(PROJECT, value, []);
  const plugins = file.plugins.map((entry, index): PluginEntry => {
    const path = ['plugins', index];
    // A plugin without options is its directory.
    const plugin: Options & { dir: string } =
      typeof entry === 'string' ? { dir: parse(text, entry, path) } : parse(PLUGIN, entry, path);
    refuse(whyNotBelow(plugin.dir, root, 'directory'), [...path, 'dir']);
    return { ...plugin, ...checkOptions(plugin, root, path) } as PluginEntry;
  });
  const dirs = plugins.map(({ dir }) => dir);
  const twice = dirs.findIndex((dir, index) => dirs.indexOf(dir) !== index);
  if (twice >= 0)
    throw new Fault(
      `${dirs[twice] ?? ''} is listed twice`,
      ['plugins', twice],
      'List several hosts of a plugin under its key host.',
    );
  const project = { ...file, ...checkOptions(file, root, []), plugins } as ParsedProject;
  checkOutputs(project);
  return project;
}

/** @throws Fault for options whose form is right, and whose values are not. */
function checkOptions(
  { output, prefix, host, allow, 'go-flags': flags }: Options,
  root: string,
  path: Path,
): Pick<ProjectOptions, 'host'> {
  if (output !== undefined) {
    refuse(whyNotBelow(output, root, 'file'), [...path, 'output']);
    const unknown = /\{(?!plugin\}|host\})[^}]*\}?/.exec(output)?.[0];
    if (unknown !== undefined)
      throw new Fault(
        `output: unknown ${unknown}`,
        [...path, 'output'],
        'It may contain {plugin} and {host}.',
      );
  }
  if (prefix !== undefined) refuse(whyNotPrefix(prefix), [...path, 'prefix']);
  if (allow !== undefined) refuse(whyNotAllowed(allow), [...path, 'allow']);
  if (flags !== undefined) refuse(whyNotGoFlags(flags), [...path, 'go-flags']);
  return host === undefined ? {} : { host: checkHosts(host, [...path, 'host']) };
}

/** Outputs that would be one file. */
function checkOutputs({ plugins, output, host }: ParsedProject): void {
  for (const [index, plugin] of plugins.entries()) {
    const own = plugin.output ?? output;
    const at: Path = plugin.output === undefined ? ['output'] : ['plugins', index, 'output'];
    const hosts = plugin.host ?? host;
    if (own !== undefined && Array.isArray(hosts) && hosts.length > 1 && !own.includes('{host}'))
      throw new Fault('output: the same file for several hosts', at, 'Put {host} into it.');
    if (own !== undefined && plugin.output === undefined && plugins.length > 1 && !own.includes('{plugin}'))
      throw new Fault('output: the same file for several plugins', at, 'Put {plugin} into it.');
  }
}

function checkHosts(value: unknown, path: Path): HostEntry[] {
  const isList = Array.isArray(value);
  const entries: unknown[] = isList ? value : [value];
  if (entries.length === 0) throw new Fault('no host', path, 'Name a host, or leave the key out.');
  const hosts = entries.map((entry, index): HostEntry => {
    const at = isList ? [...path, index] : path;
    if (typeof entry === 'string') return { file: parse(text, entry, at) };
    const host = parse(HOST, entry, at);
    for (const key of ['cc', 'cxx'] as const) {
      const program = host[key];
      if (program !== undefined) refuse(whyNotCompiler(program), [...at, key]);
    }
    if (host.name !== undefined) refuse(whyNotName(host.name), [...at, 'name']);
    return host as HostEntry;
  });
  const names = hosts.map(hostName);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0)
    throw new Fault(
      `two hosts have the name ${names[twice] ?? ''}`,
      isList ? [...path, twice] : path,
      'Give each a different name: {file: FILE, name: NAME}.',
    );
  return hosts;
}

function refuse(why: { message: string; advice: string } | undefined, path: Path): void {
  if (why !== undefined) throw new Fault(why.message, path, why.advice);
}

/** @throws Fault for the first thing that the schema does not allow. */
function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  base: Path,
): v.InferOutput<Schema> {
  if ('entries' in schema) checkKeys(value, Object.keys(schema.entries as object), base);
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = [...base, ...(issue.path ?? []).map(({ key }) => key as string | number)];
  const last = path.at(-1);
  const key = String(last ?? '');
  if (issue.type === 'strict_object' && issue.input === undefined)
    throw new Fault(
      `the key ${key} is missing`,
      path.slice(0, -1),
      '`gorename-plugin init` writes an example.',
    );
  if (issue.type === 'picklist') {
    const choices = (issue as unknown as { requirement?: unknown; expected: string }).expected
      .replace(/[()"]/g, '')
      .split(' | ');
    const given = typeof issue.input === 'string' ? issue.input : '';
    const near = given === '' ? [] : nearestNames(given, choices);
    throw new Fault(
      `${nameOf(path)}: unknown value ${show(issue.input)}`,
      path,
      near.length > 0
        ? didYouMean(near).trimEnd()
        : choices.length > 12
          ? '`gorename-plugin help findings` lists the kinds of findings.'
          : `The values are ${choices.join(', ')}.`,
    );
  }
  throw new Fault(`${nameOf(path)} must be ${describe(issue)}, not ${show(issue.input)}`, path, SEE_PAGE);
}

/** @throws Fault for a value that is not a mapping, or a key in it that is not known: it may be a missing one, misspelt. */
function checkKeys(value: unknown, known: readonly string[], base: Path): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault(`${nameOf(base)} must be a mapping, not ${show(value)}`, base, SEE_PAGE);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const near = nearestNames(unknown, known);
  throw new Fault(
    `unknown key ${unknown}`,
    [...base, unknown],
    `${didYouMean(near)}The keys here are ${known.filter((name) => name !== '$schema').join(', ')}.`,
    true,
  );
}

const SEE_PAGE = '`gorename-plugin help gorename.yaml` describes the keys.';

function nameOf(path: Path): string {
  const name = path.findLast((element) => typeof element === 'string');
  return name ?? 'the file';
}

function describe({ type, expected }: v.BaseIssue<unknown>): string {
  const names: Record<string, string> = {
    array: 'a list',
    string: 'a text',
    boolean: 'true or false',
    min_length: 'not empty',
    max_length: 'shorter',
    regex: 'without control characters',
  };
  return names[type] ?? expected ?? type;
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value);
}

/** Where in the text a fault is. */
function offsetOf(document: Document, { path, isKey }: Fault): number {
  for (let length = path.length; length >= 0; length--) {
    const part = path.slice(0, length);
    const node = length === 0 ? document.contents : (document.getIn(part, true) as Node | undefined);
    if (isKey && length === path.length) {
      const parent =
        length === 1 ? document.contents : (document.getIn(path.slice(0, -1), true) as Node | undefined);
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
        : undefined;
      const range = isScalar(pair?.key) ? pair.key.range : undefined;
      if (range) return range[0];
    }
    const range = node?.range;
    if (range) return range[0];
  }
  return 0;
}
