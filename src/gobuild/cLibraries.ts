import { existsSync, realpathSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';
import type { SharedLibrary } from '../model/sharedLibrary.js';

/** What a cgo package passes to the linker, as `go list` reports it. */
export interface LinkedPackage {
  /** The user's import path. */
  importPath: string;
  /** CgoLDFLAGS, with `${SRCDIR}` filled in. */
  linkFlags: string[];
  /** CgoPkgConfig: names of pkg-config packages, and its flags. */
  pkgConfig: string[];
}

/** The libraries that `#cgo LDFLAGS` and `#cgo pkg-config` refer to. */
export interface CLibraries {
  /** Absolute paths of prebuilt archives. */
  archives: string[];
  shared: SharedLibrary[];
}

/**
 * Finds the files for `libx.a`, `-lx` and pkg-config in the linker's directories.
 * @param env - variables of `go env`.
 */
export async function findCLibraries(
  packages: readonly LinkedPackage[],
  env: GoSettings['env'],
  cwd: string,
): Promise<CLibraries> {
  const flagsOf = new Map<LinkedPackage, string[]>();
  for (const one of packages) flagsOf.set(one, [...one.linkFlags, ...(await askPkgConfig(one, env, cwd))]);
  // The linker gets the flags of all packages in one line: a directory in one also applies to the others.
  const dirs = [...flagsOf.values()].flat().flatMap((flag) => /^-L(.+)$/.exec(flag)?.[1] ?? []);
  const archives = new Set<string>();
  const shared = new Map<string, SharedLibrary>();
  for (const [{ importPath }, flags] of flagsOf) {
    for (const names of libraryNames(flags)) {
      const file = await findFile(names, dirs, env, cwd);
      if (file === undefined) continue;
      if (file.endsWith('.a')) {
        archives.add(file);
        continue;
      }
      const library = shared.get(file) ?? { name: basename(file), file: realpathSync(file), importPaths: [] };
      shared.set(file, { ...library, importPaths: [...library.importPaths, importPath] });
    }
  }
  return { archives: [...archives], shared: [...shared.values()] };
}

/** For each library in a list of link flags, the file names to look for, in the order of preference (ld's rules for -l). */
function libraryNames(flags: readonly string[]): string[][] {
  const libraries: string[][] = [];
  let extensions = ['.so', '.a'];
  for (const flag of flags) {
    if (/^(-Wl,-Bstatic|-Wl,-static|-static)$/.test(flag)) extensions = ['.a'];
    else if (flag === '-Wl,-Bdynamic') extensions = ['.so', '.a'];
    else if (flag.startsWith('-l:')) libraries.push([flag.slice(3)]);
    else if (flag.startsWith('-l'))
      libraries.push(extensions.map((extension) => `lib${flag.slice(2)}${extension}`));
    else if (/\.(a|so[.\d]*)$/.test(flag) && !flag.startsWith('-')) libraries.push([flag]);
  }
  return libraries;
}

async function findFile(
  names: readonly string[],
  dirs: readonly string[],
  env: GoSettings['env'],
  cwd: string,
): Promise<string | undefined> {
  const candidates = names.filter(isAbsolute);
  candidates.push(...dirs.flatMap((dir) => names.map((name) => join(dir, name))));
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const [compiler = 'gcc', ...args] = splitQuoted(env['CC'] ?? '');
  for (const name of names) {
    const { stdout } = await runProcess(compiler, [...args, `-print-file-name=${name}`], { cwd });
    // A compiler that does not find the file prints the name unchanged.
    if (isAbsolute(stdout.trim())) return stdout.trim();
  }
  return undefined;
}

/** The link flags of pkg-config; one that fails makes `go build` fail with its message. */
async function askPkgConfig(
  { pkgConfig }: LinkedPackage,
  env: GoSettings['env'],
  cwd: string,
): Promise<string[]> {
  if (pkgConfig.length === 0) return [];
  const [command = 'pkg-config', ...args] = splitQuoted(env['PKG_CONFIG'] ?? '');
  const { stdout } = await runProcess(command, [...args, '--libs', ...pkgConfig], { cwd });
  return stdout.split(/\s+/);
}
