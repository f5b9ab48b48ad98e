import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { GoSettings } from '../model/moduleGraph.js';
import type { NameMap } from '../names/nameMap.js';
import type { BuildMode } from '../model/options.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { Binary } from '../binary/goBinary.js';
import { checkCSymbols } from './exposedCSymbols.js';
import { checkPackageSet } from './packageSet.js';
import type { SharedLibrary } from '../model/sharedLibrary.js';
import { checkSharedLibraries } from './sharedLibraries.js';
import { checkSymbolPaths } from './symbolPaths.js';
import { readFunctionNames } from '../binary/elf.js';
import { readSymbolTable } from '../binary/objdump.js';

export interface VerifyRequest {
  built: Binary;
  buildMode: BuildMode;
  plan: RenamePlan;
  names: NameMap;
  settings: GoSettings;
  /** C symbols that must not be visible to the dynamic linker. */
  privateSymbols: ReadonlySet<string>;
  /** A version script of the user's tells the linker what to export. */
  userScript: boolean;
  /** Shared libraries that isolated packages ask for. */
  sharedLibraries: SharedLibrary[];
}

/**
 * Compares a built file with the plan it was built by.
 * @returns no errors when all is proved.
 */
export async function verifyBuild(request: VerifyRequest): Promise<Finding[]> {
  const { built, privateSymbols, userScript, sharedLibraries } = request;
  const [needed, ofPackages, dynamic] = await Promise.all([
    sharedLibraries.length === 0 ? [] : built.headers().then((headers) => headers.needed),
    checkPackages(request),
    privateSymbols.size === 0 ? [] : built.symbols(),
  ]);
  return [
    ...checkSharedLibraries(needed, sharedLibraries),
    ...ofPackages,
    ...checkCSymbols(dynamic, privateSymbols, userScript),
  ];
}

/** Only plugins record package hashes; elsewhere the symbols' own names have to do. */
async function checkPackages({ built, buildMode, plan, names, settings }: VerifyRequest): Promise<Finding[]> {
  if (buildMode !== 'plugin') return checkSymbolPaths(await readNames(built), names);
  const inGoroot = (importPath: string): boolean => existsSync(join(settings.goroot, 'src', importPath));
  return checkPackageSet(new Set((await built.packageHashes()).keys()), plan, inGoroot);
}

/**
 * The names of what is linked; of a stripped file those of functions alone.
 * @throws UserError where there are none.
 */
async function readNames(built: Binary): Promise<string[]> {
  const symbols = await readSymbolTable(built.file, built.cwd);
  const names = symbols.length > 0 ? symbols : readFunctionNames(built.file, await built.headers());
  // Every Go program has functions of the runtime: without them something else was read, in which nothing can be missing.
  if (names.some((name) => name.startsWith('runtime.'))) return names;
  throw new UserError(
    `${built.file} names no function of Go's runtime, so nothing shows which packages it holds`,
    "Build it without flags that remove Go's symbols or line table.",
  );
}

/**
 * The packages that were believed to be the host's, by their versions, and are compiled to something else.
 * @param host - a host of which only versions are known gives none.
 */
export async function findDiffering(built: Binary, plan: RenamePlan, host: HostInfo): Promise<string[]> {
  const packageHashes = await built.packageHashes();
  return [...plan.packages.values()]
    .filter(({ reason }) => reason.kind === 'equal-in-host')
    .map(({ importPath }) => importPath)
    .filter((importPath) => {
      const ofHost = host.packageHashes?.get(importPath);
      return ofHost !== undefined && ofHost !== packageHashes.get(importPath);
    });
}
