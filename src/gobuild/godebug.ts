import type { GodebugSetting, ModuleGraph } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';

/** Programs and C libraries have separate GODEBUG defaults; a plugin runs with its host's. */
export function programGodebug({ godebug }: ModuleGraph, buildMode: BuildMode): GodebugSetting[] {
  return buildMode === 'plugin' ? [] : godebug;
}
