import type { RecordedModule } from './host.js';
import { versionOfCopy } from './names.js';

/** The release that a module's packages come from; undefined for one that is no release. */
export function versionOf({ version, replace }: RecordedModule): string | undefined {
  if (replace === undefined) return version;
  // A renamed module is required at a version that its path allows; its copy's directory tells the true one.
  return replace.version ?? versionOfCopy(replace.path);
}

/** The module that holds a package: the longest path that is a prefix of the import path, element by element. */
export function moduleOf<T>(modules: ReadonlyMap<string, T>, importPath: string): T | undefined {
  for (
    let path = importPath;
    path !== '.' && path !== '';
    path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  ) {
    const module = modules.get(path);
    if (module !== undefined) return module;
  }
  return undefined;
}
