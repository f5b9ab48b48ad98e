import type { HostInfo, HostModule } from '../model/host.js';
import { moduleOf } from './recordedModules.js';

/** The host's module that contains a package: the longest path that is a prefix of it, element by element. */
export function hostModuleOf(host: HostInfo, importPath: string): HostModule | undefined {
  const found = moduleOf(host.modules, importPath);
  const { mainModule } = host;
  const main = mainModule && moduleOf(new Map([[mainModule.path, mainModule]]), importPath);
  return main !== undefined && main.path.length > (found?.path.length ?? 0) ? main : found;
}
