import type { PluginPlan } from '../model/pluginPlan.js';
import type { Binary } from './goBinary.js';
import { contradictions } from './planFits.js';

/** A plan that was compared with the file that carries it. */
export interface CheckedPlan {
  /** Undefined if there is none, or none that can be read. */
  plan: PluginPlan | undefined;
  /** How it contradicts the file, a clause each. */
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
  const [packageHashes, { modules }] = await Promise.all([binary.packageHashes(), binary.info()]);
  const built = { pluginPath, packages: new Set(packageHashes.keys()), modules, exports: new Set(exports) };
  const problems = contradictions(reading.plan, built);
  // What contradicts its file is not to be believed in anything.
  return { plan: problems.length === 0 ? reading.plan : undefined, problems };
}
