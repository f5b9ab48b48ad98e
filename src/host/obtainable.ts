import { UserError } from '../base/userError.js';
import type { HostInfo, HostModule } from '../model/host.js';
import { hostRevision } from '../base/hostRevision.js';
import type { OwnSources } from '../model/sharedPackages.js';
import { shortPath } from '../base/shortPath.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** The sources of a host's modules. */
export interface ObtainableFrom {
  host: HostInfo;
  /** Where the plugin's build finds modules that have no version to download. */
  ownSources: OwnSources;
  /** The user's directory, for messages. */
  cwd: string;
}

/**
 * Whether a module proxy can have a module: it has a version, and is not replaced by a directory. A main module has a
 * version after `go install PATH@VERSION`.
 */
export function isObtainable({ version, replace }: HostModule): boolean {
  return version !== undefined && (replace === undefined || replace.version !== undefined);
}

/** All modules, including the main module. */
export function allModules({ modules, mainModule }: HostInfo): HostModule[] {
  return [...modules.values(), ...(mainModule === undefined ? [] : [mainModule])];
}

/** Modules that no module proxy has. */
export function unversionedModules(host: HostInfo): HostModule[] {
  return allModules(host).filter((module) => !isObtainable(module));
}

/** Modules that are replaced by a directory. */
export function isReplaced({ replace }: HostModule): boolean {
  return replace !== undefined && replace.version === undefined;
}

/** Modules that only the host's author has. */
export function lackingModules({ host, ownSources }: ObtainableFrom): HostModule[] {
  return unversionedModules(host).filter(
    (module) => !(isReplaced(module) && ownSources.found.has(module.path)),
  );
}

/** @throws UserError for a package of a module that only the host's author has. */
export function checkObtainable(request: ObtainableFrom, importPaths: Iterable<string>): void {
  const lacking = lackingModules(request);
  for (const importPath of importPaths) {
    const module = hostModuleOf(request.host, importPath);
    if (module !== undefined && lacking.includes(module))
      throw notObtainable(request, module, `${importPath} is in ${module.path}, which`);
  }
}

/** The error for a module that only the host's author has. */
export function notObtainable(
  { host, ownSources, cwd }: ObtainableFrom,
  { path, dir, replace }: HostModule,
  subject: string,
): UserError {
  const refused = ownSources.refused.get(path);
  const revision = hostRevision(host);
  const what =
    path === host.mainModule?.path
      ? "is the host's own main module and has no version to download"
      : replace === undefined
        ? "is a main module of the host's workspace and has no version to download"
        : `the host replaces by the directory ${replace.path}`;
  const place =
    dir === undefined
      ? ''
      : dir.startsWith('/')
        ? `; the host's file table names ${dir} for it`
        : '; the host was built with -trimpath, so any copy of it can be used';
  return new UserError(
    `${subject} ${what}${revision === undefined ? '' : ` (it was built at ${revision})`}`,
    [
      `Pass the source that the host was built from: --host-src DIR, the directory of its go.mod${place}.`,
      ...(refused === undefined
        ? []
        : [`The plugin's build finds it in ${shortPath(refused, cwd)}, which is a different directory.`]),
    ].join('\n'),
  );
}
