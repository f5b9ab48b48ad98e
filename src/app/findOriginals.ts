import { pluginPathOf, requirePlugin } from '../binary/inspectPlugin.js';
import { Binary } from '../binary/goBinary.js';
import { isWithin } from '../base/isWithin.js';
import { UserError } from '../base/userError.js';
import { prefixPattern, recognisePrefixes } from '../names/nameMap.js';
import type { GroupPrefixes } from '../model/renamePlan.js';
import { findPlaces, type Places } from '../worktree/originalPlaces.js';

/** Where the sources of a built plugin come from. */
export interface Originals {
  places: Places;
  /** Directories of renamed sources, as in the file, without a known original. */
  missing: string[];
  hasDebugInformation: boolean;
}

/**
 * @param file - absolute.
 * @param workDir - of the build.
 * @throws UserError if the file is not a renamed plugin, or if the original of its main package is not known.
 */
export async function findOriginals(file: string, workDir: string, cwd: string): Promise<Originals> {
  const binary = new Binary(file, cwd);
  await requirePlugin(binary);
  const pluginPath = await pluginPathOf(binary);
  const prefixes = recognisePrefixes(pluginPath) ?? planned(binary);
  if (prefixes === undefined)
    throw new UserError(
      `${file}: nothing in it is renamed`,
      'Debuggers find its sources without rules: a plain build records where they are.',
    );
  const directories = await binary.sourceDirectories();
  const places = findPlaces(workDir, pluginPath, directories);
  const copies = new Set([...directories].flatMap((dir) => copyOf(dir, prefixes) ?? []));
  const missing = [...copies].filter((dir) => !Object.keys(places).some((known) => isWithin(dir, known)));
  const ofMain = missing.filter((dir) => /\/main\/|\/m_[0-9a-f]{8}@/.test(dir));
  if (ofMain.length > 0 || Object.keys(places).length === 0) {
    throw new UserError(
      `${file}: the work directory ${workDir} does not record where its sources are`,
      'It was built on another machine, by another version of this tool, with another --work-dir, or long ago: pass --work-dir, or build it again.',
    );
  }
  return { places, missing: missing.sort(), hasDebugInformation: binary.hasSection('.debug_line') };
}

/** The prefixes of a plugin whose path does not show them. */
function planned(binary: Binary): GroupPrefixes | undefined {
  const reading = binary.plan();
  if (reading === undefined || !('plan' in reading)) return undefined;
  const { plan } = reading;
  const first = (path: string): string => path.split('/')[0] ?? '';
  const dependency = plan.packages.find(
    ({ builtAs, importPath }) => builtAs !== importPath && first(builtAs) !== first(plan.main.builtAs),
  );
  const own = first(plan.main.builtAs);
  return {
    own,
    dependency: dependency === undefined ? own : first(dependency.builtAs),
    mainElement: undefined,
  };
}

/** Longer ones are not paths of Linux. */
const LONGEST_PATH = 4096;

/** The root of a copied module that a directory is in; undefined for others. */
function copyOf(dir: string, { own, dependency }: GroupPrefixes): string | undefined {
  if (dir.length > LONGEST_PATH) return undefined;
  const tree = `/(?:modules/[^/]+|plugins/[^/]+-[0-9a-f]{8}/(?:own|main))/.+?@[^/]+`;
  const trimmed = `(?:${own}|${prefixPattern(dependency)})/.+?@[^/]+`;
  return new RegExp(`^(?:/.*?${tree}|${trimmed})(?=/|$)`).exec(dir)?.[0];
}
