import { basename, join, resolve } from 'node:path';
import { formatCommand } from '../base/shellWords.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { EXTENSION } from '../gobuild/publishOutput.js';
import { listProject, type ListedBuild, type SharedArguments } from './listBuilds.js';
import { printNote } from './terminal.js';

/** What gorename.yaml and the command line say about plugins that are built already. */
export interface BuiltFor {
  /** Absolute, or `MODULE@VERSION` below `cwd`. */
  host: string | undefined;
  hostSource: string | undefined;
  allow: string[];
  strict: boolean;
}

/**
 * The host that built plugins are for: that of the command line, or that of the builds in gorename.yaml that write these
 * files, or the only host that it names. A note says where it comes from.
 * @param files - absolute.
 * @throws UserError if gorename.yaml names several.
 */
export async function chooseBuiltFor(
  files: readonly string[],
  args: SharedArguments,
  cwd: string,
): Promise<BuiltFor> {
  const { allow = [], strict = false } = args;
  const named = args.host === undefined ? undefined : resolve(cwd, args.host);
  const source = args['host-src'] === undefined ? undefined : resolve(cwd, args['host-src']);
  const builds = (await listProject(args, cwd)).filter(({ options }) => options.buildmode === 'plugin');
  const writers = files.flatMap((file) => buildsOf(file, builds));
  const chosen = writers.length > 0 ? writers : builds;
  const [build, ...others] = chosen;
  if (build === undefined) return { host: named, hostSource: source, allow, strict };
  const { options, config = cwd } = build;
  const differing = others.find((other) => other.options.host !== options.host);
  if (differing !== undefined) {
    const hosts = [...new Set(chosen.flatMap((one) => one.options.host ?? []))];
    throw new UserError(
      `${shortPath(config, cwd)} names several hosts, and not which one ${files.map((file) => shortPath(file, cwd)).join(', ')} ${files.length > 1 ? 'are' : 'is'} for`,
      `Name it: ${hosts.map((host) => formatCommand(['--host', shortPath(host, cwd)])).join(', or ')}. --config none leaves the file out.`,
    );
  }
  if (named === undefined && options.host !== undefined)
    printNote(`the host is ${shortPath(options.host, cwd)}, from ${shortPath(config, cwd)}`);
  return {
    host: named ?? options.host,
    hostSource: source ?? options['host-src'],
    // What one of them does not accept, is shown.
    allow: options.allow.filter((kind) => chosen.every((one) => one.options.allow.includes(kind))),
    strict: chosen.some((one) => one.options.strict),
  };
}

/** The builds that may have written a file: those whose name fits as well, if there are any. */
function buildsOf(file: string, builds: readonly ListedBuild[]): ListedBuild[] {
  const named = builds.filter((build) => patternOf(build).replaceAll(PLUGIN, basename(build.dir)) === file);
  return named.length > 0 ? named : builds.filter((build) => fits(file, patternOf(build)));
}

const PLUGIN = '{plugin}';

function patternOf({ output }: ListedBuild): string {
  if ('file' in output) return output.file;
  return 'pattern' in output ? output.pattern : join(output.dir, `${PLUGIN}${EXTENSION.plugin}`);
}

/** The name of a plugin is the last element of an import path, which only the go command knows. */
function fits(file: string, pattern: string): boolean {
  const [before = '', ...rest] = pattern.split(PLUGIN);
  const after = rest.at(-1);
  if (after === undefined) return file === pattern;
  const isAround = file.startsWith(before) && file.endsWith(after);
  return isAround && !file.slice(before.length, file.length - after.length).includes('/');
}
