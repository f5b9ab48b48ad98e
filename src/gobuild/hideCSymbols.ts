import { parseJsonStream } from '../golist/loadModuleGraph.js';
import { joinQuoted } from '../base/goFlags.js';
import { UserError } from '../base/userError.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { versionScript } from './versionScript.js';
import type { SharedLibrary } from '../model/sharedLibrary.js';
import { readArchiveSymbols } from '../binary/objdump.js';
import { findCLibraries } from './cLibraries.js';
import { compileArguments, runGoInWorkTree, type CompileRequest } from './goBuild.js';
import { writeFile } from '../store/writeFile.js';

/** The C code of the isolated packages, and the link flags that make it private. */
export interface PrivateC {
  /** Names of the C symbols that they define, prebuilt archives included. */
  privateSymbols: ReadonlySet<string>;
  /** Whether a version script of the user decides what the linker exports. */
  userScript: boolean;
  /** Shared libraries: they cannot be private, since they are not linked into the plugin. */
  sharedLibraries: SharedLibrary[];
  linkFlags: string[];
}

/**
 * Compiles the isolated packages, reads the C symbols that they define, and writes a version script for them. A package
 * that does not compile has no symbols: `go build` then reports why.
 * @param script - absolute path of the version script.
 * @param installed - its path when the link flags are used, if the tree is still going to be moved.
 */
export async function hideCSymbols(
  plan: RenamePlan,
  request: CompileRequest,
  script: string,
  installed = script,
): Promise<PrivateC> {
  const compiled = await compileIsolated(plan, request);
  // A linker takes one such script: so the user's is used, and the check after the build shows whether it hides them.
  const userScript = request.flags.some((flag) => flag.includes('--version-script'));
  if (compiled.length === 0) {
    return { privateSymbols: new Set(), userScript, sharedLibraries: [], linkFlags: [] };
  }
  const { archives, shared } = await findCLibraries(compiled, request.settings.env, request.root);
  const objects = [...compiled.map(({ archive }) => archive), ...archives];
  const symbols = new Set((await readArchiveSymbols(objects, request.root)).sort());
  writeFile(script, versionScript([...symbols]));
  const external: string[] = [];
  // Symbols that the user's link flags bring in from archives should not be visible, either.
  if (request.buildMode === 'plugin') external.push('-Wl,--exclude-libs,ALL');
  if (!userScript) external.push(`-Wl,--version-script=${installed}`);
  const linkFlags = external.length === 0 ? [] : [`-extldflags=${joinQuoted(external)}`];
  return { privateSymbols: symbols, userScript, sharedLibraries: shared, linkFlags };
}

/** An isolated package, compiled. */
interface CompiledPackage {
  importPath: string;
  /** Absolute path of the archive that Go has compiled it into. */
  archive: string;
  linkFlags: string[];
  pkgConfig: string[];
}

function compileIsolated(plan: RenamePlan, request: CompileRequest): Promise<CompiledPackage[]> {
  const isolated = [...plan.packages.values()].filter(({ decision }) => decision === 'isolate');
  return compilePackages(new Map(isolated.map(({ to, importPath }) => [to, importPath])), request);
}

/**
 * Compiles packages, and finds the C libraries that they link.
 * @param originals - import path in the work tree → the user's.
 */
export async function compilePackages(
  originals: ReadonlyMap<string, string>,
  request: CompileRequest,
): Promise<CompiledPackage[]> {
  if (originals.size === 0) return [];
  // go1.18 knows only the whole -json.
  const json = request.settings.minor >= 19 ? '-json=ImportPath,Export,CgoLDFLAGS,CgoPkgConfig' : '-json';
  const args = ['list', '-export', '-e', json, ...compileArguments(request), '--', ...originals.keys()];
  const { stdout, exitCode } = await runGoInWorkTree(request, args);
  interface ListedPackage {
    ImportPath: string;
    Export?: string;
    CgoLDFLAGS?: string[];
    CgoPkgConfig?: string[];
  }
  const listed = parseJsonStream<ListedPackage>(stdout);
  const missing = [...originals].find(([to]) => !listed.some(({ ImportPath }) => ImportPath === to));
  if (missing !== undefined && exitCode === 0) {
    // Its C symbols would stay visible, and nothing would report it.
    throw new UserError(
      `go list did not print the package ${missing[1]}`,
      'Run the build again; with -v it shows its stages.',
    );
  }
  return listed.flatMap(({ ImportPath, Export, CgoLDFLAGS, CgoPkgConfig }) => {
    if (Export === undefined) return [];
    const importPath = originals.get(ImportPath) ?? ImportPath;
    return [{ importPath, archive: Export, linkFlags: CgoLDFLAGS ?? [], pkgConfig: CgoPkgConfig ?? [] }];
  });
}
