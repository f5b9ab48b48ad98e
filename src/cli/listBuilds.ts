import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { EXTENSION } from '../gobuild/publishOutput.js';
import {
  DEFAULT_BUILD_MODE,
  DEFAULT_PREFIX,
  type BuildMode,
  type BuildOutputPlace,
} from '../model/options.js';
import { findProject, type Project } from '../project/findProject.js';
import { hostName } from '../project/hostName.js';
import type { HostEntry, PluginEntry, ProjectOptions } from '../project/projectFile.js';
import { choosePlugins, type NamedPlugin } from './choosePlugins.js';

/** Options of `build` that gorename.yaml may have as well; undefined if the command line does not have them. */
export interface SharedArguments {
  host: string | undefined;
  'host-src': string | undefined;
  keep: string[] | undefined;
  rename: 'all' | 'conflicts' | undefined;
  prefix: string | undefined;
  buildmode: BuildMode | undefined;
  'build-info': 'original' | 'renamed' | undefined;
  'no-isolate': string | undefined;
  'isolate-own': boolean | undefined;
  allow: string[] | undefined;
  strict: boolean | undefined;
}

/** Options of one build, each with a value. */
export interface SettledArguments extends Pick<SharedArguments, 'host' | 'host-src' | 'no-isolate'> {
  keep: string[];
  rename: 'all' | 'conflicts';
  prefix: string;
  buildmode: BuildMode;
  'build-info': 'original' | 'renamed';
  'isolate-own': boolean;
  allow: string[];
  strict: boolean;
}

/** One build of a run. */
export interface ListedBuild extends NamedPlugin {
  /** For people: the directory, and the host if there are several. */
  label: string;
  options: SettledArguments;
  goFlags: string[];
  variables: Record<string, string>;
  output: BuildOutputPlace;
  /** Everything that a file has added to the command line; undefined without a file. */
  fromFile: object | undefined;
  /** The file, absolute. */
  config: string | undefined;
}

interface Arguments extends SharedArguments {
  dir: string[];
  output: string | undefined;
  config: string | undefined;
}

/**
 * The builds that command line and gorename.yaml ask for. The command line has precedence.
 * @throws UserError
 */
export async function listBuilds(args: Arguments, goFlags: string[], cwd: string): Promise<ListedBuild[]> {
  const project = await findProject(args.config, cwd);
  const wanted = await chooseEntries(args.dir, project, cwd);
  const root = project?.root ?? cwd;
  const list = wanted.flatMap(({ plugin, entry }) => {
    const file: ProjectOptions = { ...project?.content, ...entry };
    const hosts = hostsOf(args, file);
    const home = entry === undefined ? cwd : root;
    return hosts.map((host) => ({ plugin, file, host, home, isOneOf: hosts.length > 1 }));
  });
  return list.map(({ plugin, file, host, home, isOneOf }) => {
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
      output: chooseOutput(args, file, { host, isOneOf, several: list.length > 1, root, home, cwd }),
      fromFile: project === undefined ? undefined : { file, host, root },
      config: project?.file,
    };
  });
}

/** The plugins, and what the file says of each. */
async function chooseEntries(
  dirs: readonly string[],
  project: Project | undefined,
  cwd: string,
): Promise<{ plugin: NamedPlugin; entry: PluginEntry | undefined }[]> {
  const entries = (project?.content.plugins ?? []).map((entry) => {
    return { plugin: { dir: resolve(project?.root ?? cwd, entry.dir) }, entry };
  });
  if (dirs.length === 0 && project?.root === cwd) return entries;
  return (await choosePlugins(dirs, cwd)).map((plugin) => {
    const named = entries.find(({ plugin: { dir } }) => dir === plugin.dir);
    return { plugin, entry: named?.entry };
  });
}

/** The hosts of a plugin; undefined is a build without a host. */
function hostsOf(args: Arguments, { host }: ProjectOptions): (HostEntry | undefined)[] {
  if (args.host !== undefined) return [{ file: args.host }];
  if (host === undefined) return [undefined];
  return (Array.isArray(host) ? host : [host]).map((one) => (typeof one === 'string' ? { file: one } : one));
}

function settle(
  args: Arguments,
  file: ProjectOptions,
  host: HostEntry | undefined,
  { root, cwd }: { root: string; cwd: string },
): SettledArguments {
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
  args: Arguments,
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
  if (args.output.endsWith('/') || (existsSync(path) && statSync(path).isDirectory()))
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
