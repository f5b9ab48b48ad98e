import { moduleOf } from '../base/recordedModules.js';
import type { RecordedModule } from '../model/host.js';
import type { GroupPrefixes } from '../model/renamePlan.js';
import { originalImportPath } from '../names/nameMap.js';
import type { BuildInfo } from './buildInfo.js';

/** A module by the path under which its packages are built. */
export interface BuiltModule extends RecordedModule {
  /** The original path of a module that is renamed, and named by this path in build info. */
  original?: string;
}

/**
 * The modules of a built file by the paths under which their packages are built. Build info names renamed modules by their
 * original paths; with `--build-info renamed`, and in files of other tools, by the paths that are built.
 * @param packages - import paths with a recorded hash.
 */
export function builtModules(
  info: BuildInfo,
  packages: Iterable<string>,
  prefixes: GroupPrefixes | undefined,
): Map<string, BuiltModule> {
  if (prefixes === undefined) return info.modules;
  const result = new Map<string, BuiltModule>();
  for (const importPath of packages) {
    const built = moduleOf(info.modules, importPath);
    const original = originalImportPath(prefixes, importPath);
    if (built !== undefined) {
      result.set(built.path, built);
    } else if (original !== importPath) {
      const module = moduleOf(info.copies, original) ?? moduleOf(info.modules, original);
      if (module === undefined) continue;
      const path = importPath.slice(0, importPath.indexOf(`/${original}`) + 1 + module.path.length);
      result.set(path, { ...module, path, original: module.path });
    }
  }
  return result;
}
