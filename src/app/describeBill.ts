import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isDirectory } from '../base/moduleContent.js';
import { licenceFiles } from '../golist/licenceFiles.js';
import { moduleKey, type BillFacts, type LicenceFile } from '../model/billFacts.js';
import type { PluginPlan } from '../model/pluginPlan.js';
import type { Prepared } from '../plan/prepared.js';

/**
 * What the bill of materials of a built file says.
 * @param file - absolute; it is finished.
 */
export async function describeBill(prepared: Prepared, plan: PluginPlan, file: string): Promise<BillFacts> {
  const { graph, settings } = prepared;
  const known = new Set(plan.packages.map(({ importPath }) => importPath));
  const imports = new Map(
    [...known].map((importPath) => {
      const imported = graph.packages.get(importPath)?.imports ?? [];
      return [importPath, imported.filter((path) => known.has(path))];
    }),
  );
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(file), sha256);
  return {
    plan,
    goVersion: settings.version,
    sha256: sha256.digest('hex'),
    imports,
    licences: findLicences(prepared, plan),
  };
}

/** Files in directories of the user are left out: they may change without another build. */
function findLicences({ graph, kept }: Prepared, plan: PluginPlan): Map<string, LicenceFile[]> {
  const hosts = new Map(kept?.loaded.map((module) => [module.path, module]));
  const found = new Map<string, LicenceFile[]>();
  for (const module of plan.modules) {
    const { path, version, shared } = module;
    const source = (shared ? hosts.get(path) : undefined) ?? graph.modules.get(path);
    if (source === undefined || source.version !== (version ?? undefined)) continue;
    if (source.local || isDirectory(source.replacement) || !existsSync(source.dir)) continue;
    const files = licenceFiles(source.dir);
    if (files.length > 0) found.set(moduleKey(module), files);
  }
  return found;
}
