import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { PluginPlan } from '../model/pluginPlan.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** What is known of a plugin besides what plugin.Open compares. */
export interface PlannedPlugin {
  /** Absolute. */
  file: string;
  /** The names that plugin.Lookup finds. */
  exports: readonly string[];
  plan: PluginPlan | undefined;
  /** What is wrong with the plan that it carries, a clause each. */
  problems: readonly string[];
}

/** A plan that does not fit its file. */
export function checkPlan({ file, problems }: Pick<PlannedPlugin, 'file' | 'problems'>): Finding[] {
  return problems.length === 0 ? [] : [{ kind: 'plan-contradicted', file, reasons: [...problems] }];
}

/**
 * What a plugin that loads may still be cut off from in this host: types that it exposes and the host knows by another
 * name, copies of the host's own packages, and nothing that the host could look up.
 */
export function findCutOff(plugin: PlannedPlugin, host: HostInfo): Finding[] {
  const { file, exports, plan } = plugin;
  const findings: Finding[] = [];
  for (const { file: place, line, column, ...exposed } of plan?.exposes ?? []) {
    const inHost = host.packages.size === 0 ? undefined : host.packages.has(exposed.importPath);
    const position = { file: place, line, column };
    findings.push({ kind: 'exported-renamed-type', ...exposed, position, inHost });
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
