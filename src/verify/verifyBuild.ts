import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import type { GoSettings } from '../model/moduleGraph.js';
import type { NameMap } from '../model/names.js';
import type { BuildMode } from '../model/options.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { checkCSymbols } from './checks/cSymbols.js';
import { checkPackageSet } from './checks/packageSet.js';
import { checkSharedLibraries, type SharedLibrary } from './checks/sharedLibraries.js';
import { checkSymbolPaths } from './checks/symbolPaths.js';
import { readElfHeaders, readFunctionNames } from './elf.js';
import { readBuiltFile, readNeeded, readSymbolTable } from './objdump.js';

export interface VerifyRequest {
  /** Absolute. */
  file: string;
  buildMode: BuildMode;
  plan: RenamePlan;
  names: NameMap;
  settings: GoSettings;
  cwd: string;
  /** C symbols that must not be visible to the dynamic linker. */
  privateSymbols: ReadonlySet<string>;
  /** A version script of the user's tells the linker what to export. */
  userScript: boolean;
  /** Shared libraries that isolated packages ask for. */
  sharedLibraries: SharedLibrary[];
}

/** Compares a built file with the plan it was built by. @returns no errors when all is proved. */
export async function verifyBuild(request: VerifyRequest): Promise<Finding[]> {
  const { file, cwd, plan, names, settings, privateSymbols, userScript, sharedLibraries } = request;
  const findings =
    sharedLibraries.length === 0 ? [] : checkSharedLibraries(await readNeeded(file, cwd), sharedLibraries);
  if (request.buildMode !== 'plugin') {
    // Only plugins record package hashes; elsewhere the symbols' own names have to do.
    findings.push(...checkSymbolPaths(await readNames(file, cwd), names));
    if (privateSymbols.size === 0) return findings;
    const { symbols } = await readBuiltFile(file, cwd);
    return [...findings, ...checkCSymbols(symbols, privateSymbols, userScript)];
  }
  const { symbols, packageHashes } = await readBuiltFile(file, cwd);
  const inGoroot = (importPath: string): boolean => existsSync(join(settings.goroot, 'src', importPath));
  return [
    ...findings,
    ...checkPackageSet(new Set(packageHashes.keys()), plan, inGoroot),
    ...checkCSymbols(symbols, privateSymbols, userScript),
  ];
}

/** The names of what is linked; of a stripped file those of functions alone. */
async function readNames(file: string, cwd: string): Promise<string[]> {
  const symbols = await readSymbolTable(file, cwd);
  return symbols.length > 0 ? symbols : readFunctionNames(file, await readElfHeaders(file, cwd));
}

/**
 * The packages that were believed to be the host's, by their versions, and are compiled to something else.
 * @param file absolute; a host of which only versions are known gives none.
 */
export async function findDiffering(
  file: string,
  plan: RenamePlan,
  host: HostInfo,
  cwd: string,
): Promise<string[]> {
  const { packageHashes } = await readBuiltFile(file, cwd);
  return [...plan.packages.values()]
    .filter(({ reason }) => reason.kind === 'equal-in-host')
    .map(({ importPath }) => importPath)
    .filter((importPath) => {
      const ofHost = host.packageHashes?.get(importPath);
      return ofHost !== undefined && ofHost !== packageHashes.get(importPath);
    });
}
