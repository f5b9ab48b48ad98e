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
  /** The user's version script decides what is exported. */
  userScript: boolean;
  /** Shared libraries that isolated packages link. */
  sharedLibraries: SharedLibrary[];
}

/**
 * Compares a built file with the plan it was built by.
 * @returns no errors if the file is verified.
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

/** Only plugins record package hashes; for other files the names of symbols are compared. */
async function checkPackages({ built, buildMode, plan, names, settings }: VerifyRequest): Promise<Finding[]> {
  if (buildMode !== 'plugin') return checkSymbolPaths(await readNames(built), names);
  const inGoroot = (importPath: string): boolean => existsSync(join(settings.goroot, 'src', importPath));
  return checkPackageSet(new Set((await built.packageHashes()).keys()), plan, inGoroot);
}

/**
 * The names of all symbols; in a stripped file, only those of functions.
 * @throws UserError if there are none.
 */
async function readNames(built: Binary): Promise<string[]> {
  const symbols = await readSymbolTable(built.file, built.cwd);
  const names = symbols.length > 0 ? symbols : readFunctionNames(built.file, await built.headers());
  // Every Go program has functions of the runtime. Without them, a check for missing packages would mean nothing.
  if (names.some((name) => name.startsWith('runtime.'))) return names;
  throw new UserError(
    `${built.file} contains no function names of Go's runtime, so its packages cannot be verified`,
    "Build it without flags that remove Go's symbols or line table.",
  );
}

/**
 * The packages that have the host's version, but a different hash.
 * @param host - if only its versions are known, there are none.
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
