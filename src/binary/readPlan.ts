import type { PluginPlan } from '../model/pluginPlan.js';
import { recognisePrefixes } from '../names/nameMap.js';
import { builtModules } from './builtModules.js';
import type { Binary } from './goBinary.js';
import { contradictions } from './planFits.js';

/** A plan that was compared with the file that carries it. */
export interface CheckedPlan {
  /** Undefined if there is none, or if it cannot be read. */
  plan: PluginPlan | undefined;
  /** How it contradicts the file, one clause each. */
  problems: string[];
}

/**
 * @param exports - names of the exported symbols.
 */
export async function readPlan(
  binary: Binary,
  pluginPath: string,
  exports: readonly string[],
): Promise<CheckedPlan> {
  const reading = binary.plan();
  if (reading === undefined) return { plan: undefined, problems: [] };
  if ('problem' in reading) return { plan: undefined, problems: [reading.problem] };
  const [packageHashes, info] = await Promise.all([binary.packageHashes(), binary.info()]);
  const packages = new Set(packageHashes.keys());
  const modules = builtModules(info, packages, recognisePrefixes(pluginPath));
  const built = { pluginPath, packages, modules, exports: new Set(exports) };
  const problems = contradictions(reading.plan, built);
  // Nothing in a plan that contradicts its file is trusted.
  return { plan: problems.length === 0 ? reading.plan : undefined, problems };
}
