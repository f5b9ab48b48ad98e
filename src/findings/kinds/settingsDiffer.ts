import type { Count, ImportPath, Text } from '../../model/documentValues.js';
import { formatCommand } from '../../base/shellWords.js';
import { defineFinding, type PathOf } from '../defineFinding.js';
import type { Owner, DifferingSetting } from '../findingData.js';
import { nameOwner, MOST, count } from '../phrases.js';

/** plugin.Open will refuse the plugin: packages were compiled with different flags, variables or Go version. */
export interface SettingsDiffer extends Owner {
  kind: 'settings-differ';
  /** @minItems 1 */
  settings: DifferingSetting[];
  /**
   * Import paths, the standard library's among them.
   * @minItems 1
   */
  importPaths: ImportPath[];
  standard: Count;
  /** A command with the flags and variables of what is loaded. */
  command: Text;
}

export const settingsDiffer = defineFinding<SettingsDiffer>({
  kind: 'settings-differ',
  severity: 'error',
  why: 'plugin.Open compares the hashes of compiled packages, which depend on these settings, and refuses the plugin.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ settings, importPaths, standard, command, ...owner }, _place, path) => ({
    message: `compiled with different settings than ${nameOwner(owner, path)}: ${settings.map(({ setting }) => setting).join(', ')}`,
    details: [
      ...settings.map((setting) => describeSetting(setting, owner)),
      `differing: ${listCompiled(importPaths, standard)}`,
    ],
    advice: adviseBuild(settings, command, owner, path),
  }),
});

function adviseBuild(
  settings: readonly DifferingSetting[],
  command: string,
  { owner, ownerKind }: Owner,
  path: PathOf,
): string {
  if (settings.some(({ setting }) => setting.startsWith('-cover'))) {
    return `Build info does not record which packages -coverpkg named. Name the same ones: ${command}.`;
  }
  if (ownerKind === 'plugin') return `Build both plugins with the same settings; manually: ${command}.`;
  const build = formatCommand(['gorename-plugin', 'build', '--host', path(owner), 'DIR']);
  return `\`${build}\` adopts the host's settings; manually: ${command}.`;
}

function describeSetting(
  { setting, ownerValue, pluginValue }: DifferingSetting,
  { ownerKind }: Owner,
): string {
  const show = (value: string): string => (value === '' ? 'not set' : value);
  return `${setting}: ${show(pluginValue)}, ${ownerKind === 'host' ? 'host' : 'earlier plugin'} ${show(ownerValue)}`;
}

function listCompiled(packages: readonly string[], standard: number): string {
  if (packages.length <= MOST) return packages.join(', ');
  const third = packages.length - standard;
  return [
    ...(standard > 0 ? [`${count(standard, 'package')} of the standard library`] : []),
    ...(third > 0 ? [count(third, standard > 0 ? 'other' : 'package')] : []),
  ].join(' and ');
}
