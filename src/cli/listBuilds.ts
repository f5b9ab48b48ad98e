import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { PlanOptions } from '../app/planPlugin.js';
import { chooseWorkDir, settleOptions, type NamedOptions } from '../app/settleOptions.js';
import { namesDirectory } from '../base/directories.js';
import { formatCommand } from '../base/shellWords.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { EXTENSION } from '../gobuild/publishOutput.js';
import {
  DEFAULT_BUILD_MODE,
  DEFAULT_PREFIX,
  type BuildMode,
  type BuildOutputPlace,
  type FindingPolicy,
} from '../model/options.js';
import { findProject, type Project } from '../project/findProject.js';
import { hostName } from '../project/hostName.js';
import type { HostEntry, PluginEntry, ProjectOptions } from '../project/projectFile.js';
import type { FixableFile } from '../report/formatFix.js';
import { choosePlugins, type NamedPlugin } from './choosePlugins.js';

/** Options of a build that gorename.yaml may have as well; undefined if the command line does not have them. */
export interface SharedArguments {
  /** A gorename.yaml, or `none`. */
  config: string | undefined;
  host?: string | undefined;
  'host-src'?: string | undefined;
  keep?: string[] | undefined;
  rename?: 'all' | 'conflicts' | undefined;
  prefix?: string | undefined;
  buildmode?: BuildMode | undefined;
  'build-info'?: 'original' | 'renamed' | undefined;
  'no-isolate'?: string | undefined;
  'isolate-own'?: boolean | undefined;
  allow?: string[] | undefined;
  strict?: boolean | undefined;
}

/** A plugin, and how command line and gorename.yaml want it to be built. */
export interface ChosenBuild extends NamedPlugin {
  /** For people: the directory, and the host if there are several. */
  label: string;
  options: NamedOptions;
  goFlags: string[];
  variables: Record<string, string>;
  /** Everything that a file has added to the command line; undefined without a file. */
  fromFile: object | undefined;
  /** The file, absolute. */
  config: string | undefined;
}

/** One build of a run. */
export interface ListedBuild extends ChosenBuild {
  output: BuildOutputPlace;
}

interface Arguments extends SharedArguments {
  dir: string[];
  output: string | undefined;
}

/** A plugin, and what the file says of it. */
interface Entry {
  plugin: NamedPlugin;
  entry: PluginEntry | undefined;
}

/** One of the hosts that a plugin is built for. */
interface Variant extends Entry {
  file: ProjectOptions;
  host: HostEntry | undefined;
  /** Whether the plugin is built for several hosts, if the command line does not name one. */
  isOneOf: boolean;
}

/**
 * The builds that command line and gorename.yaml ask for. The command line has precedence.
 * @throws UserError
 */
export async function listBuilds(args: Arguments, goFlags: string[], cwd: string): Promise<ListedBuild[]> {
  const project = await findProject(args.config, cwd);
  const listed = project?.root === cwd && args.dir.length === 0;
  const entries = listed ? entriesOf(project) : await chooseEntries(args.dir, project, cwd);
  return toBuilds(entries, args, goFlags, project, cwd);
}

/**
 * All builds of a gorename.yaml, with what the command line says; nothing without such a file.
 * @throws UserError
 */
export async function listProject(args: SharedArguments, cwd: string): Promise<ListedBuild[]> {
  const project = await findProject(args.config, cwd);
  if (project === undefined) return [];
  return toBuilds(entriesOf(project), { ...args, output: undefined }, [], project, cwd);
}

/**
 * The build of one plugin, for commands that show or write what it is made from.
 * @throws UserError if gorename.yaml names several hosts, and the command line none of them.
 */
export async function chooseBuild(
  plugin: NamedPlugin,
  args: SharedArguments,
  goFlags: string[],
  cwd: string,
): Promise<ChosenBuild> {
  const project = await findProject(args.config, cwd);
  const variants = variantsOf({ plugin, entry: entryOf(plugin, project) }, args, project, cwd);
  const [variant, ...others] = variants;
  if (variant !== undefined && others.length === 0) return toBuild(variant, args, goFlags, project, cwd);
  const root = project?.root ?? cwd;
  const hosts = variants.flatMap(({ host }) =>
    host === undefined ? [] : [formatCommand(['--host', shortPath(hostPath(host.file, root, cwd), cwd)])],
  );
  throw new UserError(
    `${shortPath(project?.file ?? cwd, cwd)} builds ${shortPath(plugin.dir, cwd)} for several hosts`,
    `Name one of them: ${hosts.join(', or ')}.`,
  );
}

/**
 * A build as the application plans it.
 * @param workDir - the value of --work-dir.
 * @throws UserError for values that are not possible.
 */
export function planned(
  build: ChosenBuild,
  workDir: string | undefined,
  cwd: string,
): PlanOptions & { policy: FindingPolicy } {
  const { options, dir, files, goFlags, variables } = build;
  return {
    ...settleOptions(options, cwd),
    cwd,
    dir,
    files,
    goFlags,
    variables,
    workDir: chooseWorkDir(workDir, cwd),
    bill: false,
  };
}

/** The file that has options of a build, for fixes. */
export function fixableFile({ config, dir, options }: ChosenBuild, cwd: string): FixableFile | undefined {
  if (config === undefined) return undefined;
  return {
    name: shortPath(config, cwd),
    plugin: shortPath(dir, cwd),
    keep: options.keep,
    'no-isolate': options['no-isolate']?.split(',') ?? [],
  };
}

function toBuilds(
  entries: readonly Entry[],
  args: SharedArguments & { output: string | undefined },
  goFlags: string[],
  project: Project | undefined,
  cwd: string,
): ListedBuild[] {
  const root = project?.root ?? cwd;
  const variants = entries.flatMap((entry) => variantsOf(entry, args, project, cwd));
  return variants.map((variant) => {
    const { file, host, isOneOf, entry } = variant;
    const home = entry === undefined ? cwd : root;
    const place = { host, isOneOf, several: variants.length > 1, root, home, cwd };
    return {
      ...toBuild(variant, args, goFlags, project, cwd),
      output: chooseOutput(args, file, place),
    };
  });
}

function variantsOf(
  { plugin, entry }: Entry,
  args: SharedArguments,
  project: Project | undefined,
  cwd: string,
): Variant[] {
  const file: ProjectOptions = { ...project?.content, ...entry };
  const listed = hostsOf(file);
  const named = args.host;
  const isNamed = ({ file: host }: HostEntry): boolean =>
    hostPath(host, project?.root ?? cwd, cwd) === resolve(cwd, named ?? '');
  // One that the file lists has its compilers and its output.
  const known = named === undefined ? undefined : listed.find(isNamed);
  const hosts = named === undefined ? listed : [known ?? { file: named }];
  const isOneOf = listed.length > 1 && (named === undefined || known !== undefined);
  return (hosts.length === 0 ? [undefined] : hosts).map((host) => ({ plugin, entry, file, host, isOneOf }));
}

function toBuild(
  { plugin, file, host, isOneOf }: Variant,
  args: SharedArguments,
  goFlags: string[],
  project: Project | undefined,
  cwd: string,
): ChosenBuild {
  const root = project?.root ?? cwd;
  const label = shortPath(plugin.dir, cwd);
  return {
    ...plugin,
    label: isOneOf && host !== undefined ? `${label} for ${hostName(host)}` : label,
    options: settle(args, file, host, { root, cwd }),
    goFlags: [...(file['go-flags'] ?? []), ...goFlags],
    variables: {
      ...(host?.cc === undefined ? {} : { CC: host.cc }),
      ...(host?.cxx === undefined ? {} : { CXX: host.cxx }),
    },
    fromFile: project === undefined ? undefined : { file, host, root },
    config: project?.file,
  };
}

function entriesOf({ root, content }: Project): Entry[] {
  return content.plugins.map((entry) => ({ plugin: { dir: resolve(root, entry.dir) }, entry }));
}

function entryOf({ dir }: NamedPlugin, project: Project | undefined): PluginEntry | undefined {
  return project && entriesOf(project).find(({ plugin }) => plugin.dir === dir)?.entry;
}

/** The plugins that the command line names, and what the file says of each. */
async function chooseEntries(
  dirs: readonly string[],
  project: Project | undefined,
  cwd: string,
): Promise<Entry[]> {
  return (await choosePlugins(dirs, cwd)).map((plugin) => ({ plugin, entry: entryOf(plugin, project) }));
}

function hostsOf({ host }: ProjectOptions): HostEntry[] {
  if (host === undefined) return [];
  return (Array.isArray(host) ? host : [host]).map((one) => (typeof one === 'string' ? { file: one } : one));
}

function settle(
  args: SharedArguments,
  file: ProjectOptions,
  host: HostEntry | undefined,
  { root, cwd }: { root: string; cwd: string },
): NamedOptions {
  const source = host?.['host-src'] ?? file['host-src'];
  const isolate = file['no-isolate']?.join(',');
  return {
    host: args.host ?? (host && hostPath(host.file, root, cwd)),
    'host-src': args['host-src'] ?? (source && resolve(root, source)),
    keep: args.keep ?? file.keep ?? [],
    rename: args.rename ?? file.rename ?? 'all',
    prefix: args.prefix ?? file.prefix ?? DEFAULT_PREFIX,
    buildmode: args.buildmode ?? file.buildmode ?? DEFAULT_BUILD_MODE,
    'build-info': args['build-info'] ?? file['build-info'] ?? 'original',
    'no-isolate': args['no-isolate'] ?? (isolate === '' ? undefined : isolate),
    'isolate-own': args['isolate-own'] ?? file['isolate-own'] ?? false,
    allow: args.allow ?? file.allow ?? [],
    strict: args.strict ?? file.strict ?? false,
  };
}

/** A path relative to the file; `MODULE@VERSION` is not a path. */
function hostPath(name: string, root: string, cwd: string): string {
  const path = resolve(root, name);
  return !existsSync(path) && /^[^./][^@]*@[^@/]+$/.test(name) ? resolve(cwd, name) : path;
}

interface OutputRequest {
  host: HostEntry | undefined;
  /** Whether the plugin is built for several hosts. */
  isOneOf: boolean;
  /** Whether the run has several builds. */
  several: boolean;
  /** The directory of the file. */
  root: string;
  /** The directory for plugins whose output nobody names. */
  home: string;
  cwd: string;
}

/**
 * Where a plugin is written.
 * @throws UserError if several would be written to one file.
 */
function chooseOutput(
  args: SharedArguments & { output: string | undefined },
  file: ProjectOptions,
  { host, isOneOf, several, root, home, cwd }: OutputRequest,
): BuildOutputPlace {
  const extension = EXTENSION[args.buildmode ?? file.buildmode ?? DEFAULT_BUILD_MODE];
  const usual = isOneOf ? `{plugin}-{host}${extension}` : undefined;
  const pattern = nameHost(file.output ?? usual, host);
  if (args.output === undefined) {
    if (pattern === undefined) return { dir: home };
    return { pattern: file.output === undefined ? join(home, pattern) : resolve(root, pattern) };
  }
  const path = resolve(cwd, args.output);
  if (namesDirectory(args.output, cwd))
    return pattern === undefined ? { dir: path } : { pattern: join(path, basename(pattern)) };
  if (!several) return { file: path };
  throw new UserError(
    `-o ${args.output} is one file, but there are several plugins`,
    `Use -o ${args.output}/ for a directory.`,
  );
}

/** @throws UserError for `{host}` without a host. */
function nameHost(pattern: string | undefined, host: HostEntry | undefined): string | undefined {
  if (pattern?.includes('{host}') !== true) return pattern;
  if (host !== undefined) return pattern.replaceAll('{host}', hostName(host));
  throw new UserError(
    `output ${pattern} names the host, but there is no host`,
    'Add a host, or leave {host} out.',
  );
}
