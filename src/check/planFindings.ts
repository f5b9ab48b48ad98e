import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { PluginPlan } from '../model/pluginPlan.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** What is known about a plugin besides what plugin.Open compares. */
export interface PlannedPlugin {
  /** Absolute. */
  file: string;
  /** The names that plugin.Lookup finds. */
  exports: readonly string[];
  plan: PluginPlan | undefined;
  /** Errors in the plan that it contains, a clause each. */
  problems: readonly string[];
}

/** Reports a plan that does not match its file. */
export function checkPlan({ file, problems }: Pick<PlannedPlugin, 'file' | 'problems'>): Finding[] {
  return problems.length === 0 ? [] : [{ kind: 'plan-contradicted', file, reasons: [...problems] }];
}

/**
 * Finds what a plugin cannot exchange with this host although it loads: exposed types that the host has under another
 * import path, copies of the host's own packages, and no symbols that the host could look up.
 */
export function findCutOff(plugin: PlannedPlugin, host: HostInfo): Finding[] {
  const { file, exports, plan } = plugin;
  const findings: Finding[] = [];
  for (const exposed of plan?.exposes ?? []) {
    const inHost = host.packages.size === 0 ? undefined : host.packages.has(exposed.importPath);
    findings.push({ kind: 'exported-renamed-type', ...exposed, inHost });
  }
  const main = host.mainModule?.path;
  const copies = (plan?.packages ?? [])
    .filter(({ decision }) => decision === 'rename' || decision === 'isolate')
    .map(({ importPath }) => importPath)
    .filter(
      (path) => host.packages.has(path) && main !== undefined && hostModuleOf(host, path)?.path === main,
    );
  if (copies.length > 0) findings.push({ kind: 'private-host-package', importPaths: copies });
  if (exports.length === 0) findings.push({ kind: 'exports-nothing', file });
  return findings;
}
