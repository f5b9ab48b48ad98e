import type { HostInfo, HostModule } from '../model/host.js';
import { isObtainable } from '../host/obtainable.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** What a twin is made of: a main package that imports the packages of a host. */
export interface TwinModule {
  /** Below the host's main package, so that it may import every `internal` package that the host may. */
  path: string;
  /** Import paths for blank imports, sorted. */
  imports: string[];
  /** Modules to require, at the host's versions. */
  modules: HostModule[];
  /** Modules with packages that cannot be had, since no version names them. */
  lacking: HostModule[];
}

/**
 * @param hasSource - the source of the host's main module is at hand, and with it that of modules it replaces by
 *   directories.
 */
export function describeTwin(host: HostInfo, hasSource: boolean): TwinModule {
  const { main, mainModule, modules } = host;
  const root = isNamed(main) ? main : (mainModule?.path ?? '');
  const path = [...(root === '' ? [] : [root]), 'gorename-plugin-twin'].join('/');
  const obtainable = [...modules.values()].filter(isObtainable);
  // A main module has a hash where it was built as a module of its version, by `go install PATH@VERSION`.
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

/** Built from a list of files, a program has no import path. */
function isNamed(main: string): boolean {
  return main !== '' && main !== 'command-line-arguments';
}

/** Whether the package at `importer` may import this one; what it may not comes along with others that may. */
function isImportable(importPath: string, standard: boolean, importer: string): boolean {
  const elements = importPath.split('/');
  if (standard) return !elements.includes('internal') && elements[0] !== 'vendor';
  const internal = elements.lastIndexOf('internal');
  return internal < 0 || `${importer}/`.startsWith(`${elements.slice(0, internal).join('/')}/`);
}
