import { dirname, isAbsolute, join } from 'node:path';
import { minorOf } from '../base/goVersion.js';
import { isWithin } from '../base/isWithin.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import type { GodebugSetting, GoModule, GoPackage, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import { environment } from '../process/call.js';
import { runProcess, type ProcessResult } from '../process/run.js';
import { trueNames } from '../base/fileNames.js';
import { explainGoFailure } from './goFailure.js';
import type { GuardedCall } from './userFiles.js';

/** The fields of `go list -json` that this program reads; see `go help list`. */
export interface ListedPackage {
  ImportPath: string;
  Name?: string;
  Dir?: string;
  Standard?: boolean;
  ForTest?: string;
  DefaultGODEBUG?: string;
  Module?: ListedModule;
  ImportMap?: Record<string, string>;
  Imports?: string[];
  GoFiles?: string[];
  CgoFiles?: string[];
  IgnoredGoFiles?: string[];
  CFiles?: string[];
  CXXFiles?: string[];
  MFiles?: string[];
  HFiles?: string[];
  FFiles?: string[];
  SFiles?: string[];
  SwigFiles?: string[];
  SwigCXXFiles?: string[];
  SysoFiles?: string[];
  EmbedFiles?: string[];
  TestGoFiles?: string[];
  XTestGoFiles?: string[];
  TestEmbedFiles?: string[];
  XTestEmbedFiles?: string[];
}

interface ListedModule {
  Path: string;
  Version?: string;
  Dir?: string;
  Main?: boolean;
  GoVersion?: string;
  Replace?: { Path: string; Version?: string; Dir?: string; GoVersion?: string };
}

const FIELDS =
  'ImportPath,Name,Dir,Standard,ForTest,DefaultGODEBUG,Module,ImportMap,Imports,GoFiles,CgoFiles,IgnoredGoFiles,CFiles,CXXFiles,' +
  'MFiles,HFiles,FFiles,SFiles,SwigFiles,SwigCXXFiles,SysoFiles,EmbedFiles,TestGoFiles,XTestGoFiles,' +
  'TestEmbedFiles,XTestEmbedFiles';

export interface LoadRequest {
  /** Absolute directory of the main package. */
  dir: string;
  /** The user's directory, for messages. */
  cwd: string;
  /** The Go files that form the main package; undefined for the whole directory. */
  files?: readonly string[] | undefined;
  /** Load all packages of the main module with their tests, too. */
  tests: boolean;
  /** Called when the go command has started. */
  meanwhile?: (() => void) | undefined;
}

/**
 * Asks `go list -deps` for all packages of the plugin's build.
 * @throws UserError with go's message if the packages do not load, or if `dir` contains no package main.
 */
export async function loadModuleGraph(
  settings: GoSettings,
  guarded: GuardedCall,
  request: LoadRequest,
): Promise<ModuleGraph> {
  const module = request.tests && settings.goMod !== undefined ? [join(dirname(settings.goMod), '...')] : [];
  const patterns = request.files?.map((name) => `./${name}`) ?? ['.', ...module];
  const listing = listDependencies(settings, guarded, { ...request, patterns });
  request.meanwhile?.();
  const { packages, modules, listed } = await listing;
  const found =
    request.files === undefined
      ? listed.findLast(({ Dir, Module }) => Dir === request.dir && Module !== undefined)
      : await nameFilesPackage(settings, guarded, request, { packages, modules, listed });
  const place = { goCwd: request.dir, cwd: request.cwd };
  const main = packages.get(found?.ImportPath ?? '');
  const shown = shortPath(request.dir, request.cwd);
  if (main === undefined)
    throw new UserError(
      `go list found no package in ${shown}`,
      "Name the directory of a plugin's main package.",
    );
  if (main.files.go.length === 0) throw explainGoFailure(`no non-test Go files in ${shown}`, place);
  if (main.name !== 'main') {
    throw new UserError(
      `${shown} is package ${main.name}, not package main`,
      'A plugin is a main package: name the directory whose files begin with `package main`.',
    );
  }
  return {
    main: main.importPath,
    mainFiles: request.files,
    packages,
    modules,
    godebug: toGodebug(found?.DefaultGODEBUG ?? '', settings),
  };
}

/** The import path in go list's output for a package of individually named files. */
const OF_FILES = 'command-line-arguments';

/**
 * Gives the package of named files the import path of its directory, or a path below that if the directory's package is
 * one of its imports.
 * @returns the package as listed then; undefined if there is none.
 * @throws UserError with go's message.
 */
async function nameFilesPackage(
  settings: GoSettings,
  guarded: GuardedCall,
  { dir, cwd, files = [] }: LoadRequest,
  { packages, modules, listed }: Pick<ModuleGraph, 'packages' | 'modules'> & { listed: ListedPackage[] },
): Promise<ListedPackage | undefined> {
  const found = listed.find(({ ImportPath }) => ImportPath === OF_FILES);
  if (found === undefined) return undefined;
  const json = settings.minor >= 19 ? '-json=ImportPath,Dir,Module' : '-json';
  // -e, because all files of the directory together may not be a valid package.
  const result = await runGoList(settings, guarded, dir, ['-find', '-e', json, ...guarded.flags, '--', '.']);
  const [place] = result.exitCode === 0 ? parseJsonStream<ListedPackage>(result.stdout) : [];
  if (place?.Module === undefined)
    throw explainGoFailure(result.stderr, { goCwd: dir, cwd, copy: guarded.copy });
  let ImportPath = place.ImportPath;
  packages.delete(OF_FILES);
  if (packages.has(ImportPath)) ImportPath += `/${(files[0] ?? '').replace(/\.go$/, '')}`;
  while (packages.has(ImportPath)) ImportPath += '_';
  const { Module } = place;
  if (!modules.has(Module.Path))
    modules.set(Module.Path, toModule(Module, place.ImportPath, place.Dir ?? dir, settings));
  const named = { ...found, ImportPath, Module };
  packages.set(ImportPath, toPackage(named, modules, settings));
  return named;
}

/**
 * Percentage that the heap may grow before go list collects garbage: it takes a quarter less time, and 4 MB more memory,
 * than with Go's default of 100 (client-go: 0.21 s → 0.16 s).
 */
const GOGC = '400';

export interface ListRequest {
  /** Absolute directory where the go command runs. */
  dir: string;
  /** The user's directory, for messages. */
  cwd: string;
  tests: boolean;
  patterns: string[];
}

/**
 * The packages that match the patterns, and all that they are built from.
 * @throws UserError with go's message.
 */
export async function listDependencies(
  settings: GoSettings,
  guarded: GuardedCall,
  { dir, cwd, tests, patterns }: ListRequest,
): Promise<Pick<ModuleGraph, 'packages' | 'modules'> & { listed: ListedPackage[] }> {
  // go1.18 knows only the whole -json.
  const json = settings.minor >= 19 ? `-json=${FIELDS}` : '-json';
  const args = ['-deps', ...(tests ? ['-test'] : []), json, ...guarded.flags, '--', ...patterns];
  const result = await runGoList(settings, guarded, dir, args);
  if (result.exitCode !== 0) {
    throw explainGoFailure(result.stderr, { goCwd: dir, cwd, copy: guarded.copy });
  }
  const modules = new Map<string, GoModule>();
  const listed = parseJsonStream<ListedPackage>(result.stdout).filter((pkg) => !isTestVariant(pkg));
  const packages = new Map(listed.map((pkg) => [pkg.ImportPath, toPackage(pkg, modules, settings)]));
  return { packages, modules, listed };
}

function runGoList(
  settings: GoSettings,
  guarded: GuardedCall,
  dir: string,
  args: readonly string[],
): Promise<ProcessResult> {
  return runProcess(settings.command, ['list', ...args], {
    cwd: dir,
    // PWD keeps the spelling of a directory that is reached through a symbolic link; package names depend on it.
    env: {
      GOGC: environment()['GOGC'] ?? GOGC,
      ...settings.overrides,
      ...guarded.env,
      GOTOOLCHAIN: 'local',
      PWD: dir,
    },
  });
}

/** The objects that `go list -json` prints one after another, each indented and ended by a line `}`. */
export function parseJsonStream<T>(text: string): T[] {
  return JSON.parse(`[${text.trim().replace(/^\}\n\{/gm, '},{')}]`) as T[];
}

/** `go list -test` adds recompiled packages (`p [p.test]`) and generated mains (`p.test`). */
function isTestVariant(listed: ListedPackage): boolean {
  return (
    listed.ForTest !== undefined || listed.ImportPath.includes(' [') || isAbsolute(listed.GoFiles?.[0] ?? '')
  );
}

/**
 * @param defaults - `key=value,…`: the settings in which the program differs from one whose go line is that of the toolchain.
 */
function toGodebug(defaults: string, { minor, version }: GoSettings): GodebugSetting[] {
  if (minor < 23) return [];
  const known = minorOf(version);
  const differing = defaults.split(',').filter((setting) => setting !== '');
  return [...(known === undefined ? [] : [`default=go1.${String(known)}`]), ...differing].map((setting) => {
    const [key = '', value = ''] = setting.split('=');
    return { key, value };
  });
}

function toPackage(listed: ListedPackage, modules: Map<string, GoModule>, settings: GoSettings): GoPackage {
  const dir = listed.Dir ?? '';
  if (listed.Module !== undefined && !modules.has(listed.Module.Path)) {
    modules.set(listed.Module.Path, toModule(listed.Module, listed.ImportPath, dir, settings));
  }
  const list = (...names: (string[] | undefined)[]): string[] =>
    names.flatMap((files) => trueNames(dir, files ?? []));
  return {
    importPath: listed.ImportPath,
    name: listed.Name ?? '',
    dir,
    standard: listed.Standard === true,
    module: listed.Module?.Path,
    files: {
      go: list(listed.GoFiles, listed.CgoFiles),
      cgo: list(listed.CgoFiles),
      ignoredGo: list(listed.IgnoredGoFiles),
      asm: list(listed.SFiles),
      headers: list(listed.HFiles),
      native: list(
        listed.CFiles,
        listed.CXXFiles,
        listed.MFiles,
        listed.FFiles,
        listed.SwigFiles,
        listed.SwigCXXFiles,
        listed.SysoFiles,
      ),
      embed: list(listed.EmbedFiles),
      test: list(listed.TestGoFiles, listed.XTestGoFiles),
      testEmbed: list(listed.TestEmbedFiles, listed.XTestEmbedFiles),
    },
    imports: (listed.Imports ?? []).map((path) => listed.ImportMap?.[path] ?? path),
  };
}

function toModule(
  listed: ListedModule,
  importPath: string,
  packageDir: string,
  settings: GoSettings,
): GoModule {
  // Under -mod=vendor the go command does not report a module directory: it is the package's without the path inside the module.
  const inner = importPath.slice(listed.Path.length);
  const dir = packageDir.slice(0, packageDir.length - inner.length);
  const inModCache = isWithin(dir, settings.modCache);
  return {
    path: listed.Path,
    version: listed.Replace === undefined ? listed.Version : (listed.Replace.Version ?? listed.Version),
    replacement: listed.Replace?.Path,
    dir,
    goVersion: listed.Replace?.GoVersion ?? listed.GoVersion,
    main: listed.Main === true,
    local: !inModCache,
  };
}
