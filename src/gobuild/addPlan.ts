import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { PLAN_SECTION, type PluginPlan } from '../model/pluginPlan.js';
import { appendSection } from '../binary/appendSection.js';

/** Whether the output carries its plan: plugins and C libraries do, on systems with ELF files. */
export function carriesPlan({ goos }: GoSettings, buildMode: BuildMode): boolean {
  return (
    ['linux', 'freebsd', 'android'].includes(goos) && (buildMode === 'plugin' || buildMode === 'c-shared')
  );
}

/**
 * Adds the plan to a built file, as a section that is not loaded; `strip` leaves it there.
 * @param file - absolute.
 * @throws UserError if the file is not an ELF file with section headers.
 */
export function addPlan(file: string, plan: PluginPlan): void {
  appendSection(file, PLAN_SECTION, Buffer.from(JSON.stringify(plan)));
}
