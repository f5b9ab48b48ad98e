import type { GodebugSetting, ModuleGraph } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';

/** Programs and C libraries have GODEBUG defaults of their own; a plugin runs under its host's. */
export function programGodebug({ godebug }: ModuleGraph, buildMode: BuildMode): GodebugSetting[] {
  return buildMode === 'plugin' ? [] : godebug;
}
