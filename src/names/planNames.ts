import type { PluginPlan } from '../model/pluginPlan.js';
import type { KnownTrees } from './restoreTrace.js';

/** The names for traces from a work directory, and those from the plans of built plugins: these have precedence. */
export function withPlans(known: KnownTrees, plans: readonly PluginPlan[]): KnownTrees {
  const prefixes = new Set(known.prefixes);
  const versions = new Map<string, string>();
  const directories = new Map<string, string>();
  for (const { main, modules, packages, directories: named } of plans) {
    const [own = ''] = main.builtAs.split('/');
    prefixes.add(own.replace(/_[0-9a-f]{8}$/, ''));
    for (const { builtAs: to, decision } of packages) {
      const [prefix = ''] = to.split('/');
      if (decision !== 'keep' && prefix !== own) prefixes.add(prefix);
    }
    for (const { path, version, shared } of modules)
      if (!shared && version !== null) versions.set(path, version);
    for (const [copy, original] of Object.entries(named)) directories.set(copy, original);
  }
  const usable = [...prefixes].filter((prefix) => /^\w+$/.test(prefix));
  return {
    workDir: known.workDir,
    prefixes: usable,
    versionOf: (prefix, module) => versions.get(module) ?? known.versionOf(prefix, module),
    originalDirectory: (name) => directories.get(name) ?? known.originalDirectory(name),
  };
}
