import type { PluginPlan } from '../model/pluginPlan.js';
import { versionOf } from '../names/moduleVersion.js';
import { moduleOf } from '../base/recordedModules.js';
import type { RecordedModule } from '../model/host.js';

/** The facts of a built file that a plan is compared with. */
export interface BuiltFacts {
  pluginPath: string;
  /** Import paths with a recorded hash. */
  packages: ReadonlySet<string>;
  /** From its build info; empty without one. */
  modules: ReadonlyMap<string, RecordedModule>;
  /** Exported symbols. */
  exports: ReadonlySet<string>;
}

/**
 * Whether a path has the form of a standard library package: no element has a dot, but that of a version, as in
 * crypto/internal/entropy/v1.0.0, or it is vendored in the standard library.
 */
function isStandard(path: string): boolean {
  return path.startsWith('vendor/') || !path.replace(/\/v\d+\.\d+\.\d+(?:-\w+)?(?=\/|$)/g, '').includes('.');
}

/**
 * How a plan contradicts the file that carries it; hashes and symbols are authoritative.
 * @returns clauses; none if it fits.
 */
export function contradictions(plan: PluginPlan, built: BuiltFacts): string[] {
  const reasons: string[] = [];
  if (plan.main.builtAs !== built.pluginPath)
    reasons.push(`it has the plugin path ${plan.main.builtAs}, and the file has ${built.pluginPath}`);
  const planned = new Set<string>();
  for (const { importPath: from, builtAs: to, decision } of plan.packages) {
    const fits = decision === 'keep' ? to === from : to !== from && `${to}/`.includes(`/${from}/`);
    if (!fits) reasons.push(`${from} cannot be ${to} (${decision})`);
    for (const path of decision === 'split' ? [from, to] : [to]) {
      planned.add(path);
      if (!built.packages.has(path)) reasons.push(`${path} is not in the file`);
    }
  }
  const isNamed = (path: string): boolean =>
    planned.has(path) || (isStandard(path) && moduleOf(built.modules, path) === undefined);
  for (const path of built.packages)
    if (!isNamed(path)) reasons.push(`${path} is in the file, but not in it`);
  for (const { module, builtAs: to, decision } of plan.packages) {
    const recorded = moduleOf(built.modules, to);
    const named = plan.modules.find(
      ({ path, shared }) => path === module && shared === (decision === 'keep'),
    );
    const version = recorded && versionOf(recorded);
    if (named === undefined) reasons.push(`the module ${module} of ${to} is not in it`);
    else if (version !== undefined && named.version !== null && version !== named.version)
      reasons.push(`${module} is ${named.version} in it, and ${version} in the file`);
  }
  for (const { symbol } of plan.exposes)
    if (!built.exports.has(symbol)) reasons.push(`${symbol} is not exported by the file`);
  const originals = new Set(plan.packages.map(({ importPath }) => importPath));
  for (const { importPath, statePackage, user } of plan.changes) {
    for (const path of [importPath, statePackage, user])
      if (!originals.has(path)) reasons.push(`${path}, whose state it says to be changed, is not in it`);
  }
  return [...new Set(reasons)];
}
