import type { HostInfo, HostModule } from '../model/host.js';
import { isObtainable } from '../host/obtainable.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** The content of a host replica: a main package that imports the packages of a host. */
export interface ReplicaModule {
  /** An import path below the host's main package, so that every `internal` package that the host imports is allowed. */
  path: string;
  /** Import paths for blank imports, sorted. */
  imports: string[];
  /** Modules to require, at the host's versions. */
  modules: HostModule[];
  /** Modules with packages that are missing, since they have no version. */
  lacking: HostModule[];
}

/**
 * @param hasSource - the source of the host's main module is known, and so is that of modules it replaces by
 *   directories.
 */
export function describeReplica(host: HostInfo, hasSource: boolean): ReplicaModule {
  const { main, mainModule, modules } = host;
  const root = isNamed(main) ? main : (mainModule?.path ?? '');
  const path = [...(root === '' ? [] : [root]), 'gorename-plugin-replica'].join('/');
  const obtainable = [...modules.values()].filter(isObtainable);
  // A main module has a hash if it was built as a module with a version, by `go install PATH@VERSION`.
  if (mainModule?.sum !== undefined) obtainable.push(mainModule);
  const imports: string[] = [];
  const lacking = new Set<HostModule>();
  for (const importPath of [...host.packages].sort()) {
    const module = hostModuleOf(host, importPath);
    if (module !== undefined && !hasSource && !obtainable.includes(module)) lacking.add(module);
    else if (isImportable(importPath, module === undefined, path)) imports.push(importPath);
  }
  return { path, imports, modules: obtainable, lacking: [...lacking] };
}

/** A program that is built from a list of files has no import path. */
function isNamed(main: string): boolean {
  return main !== '' && main !== 'command-line-arguments';
}

/** Whether the package at `importer` may import this one; those that it may not import are linked through others. */
function isImportable(importPath: string, standard: boolean, importer: string): boolean {
  const elements = importPath.split('/');
  if (standard) return !elements.includes('internal') && elements[0] !== 'vendor';
  const internal = elements.lastIndexOf('internal');
  return internal < 0 || `${importer}/`.startsWith(`${elements.slice(0, internal).join('/')}/`);
}
