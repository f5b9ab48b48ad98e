import { formatCommand } from '../../base/shellWords.js';
import { defineFinding, type PathOf } from '../defineFinding.js';
import type { Owner, DifferingSetting } from '../findingData.js';
import { nameOwner, MOST, count } from '../phrases.js';

/** plugin.Open will refuse the plugin: packages were compiled with different flags, variables or Go version. */
export interface SettingsDiffer extends Owner {
  kind: 'settings-differ';
  settings: DifferingSetting[];
  /** Import paths, the standard library's among them. */
  packages: string[];
  standard: number;
  /** A command with the flags and variables of what is loaded. */
  command: string;
}

export const settingsDiffer = defineFinding<SettingsDiffer>({
  kind: 'settings-differ',
  severity: 'error',
  describe: ({ settings, packages, standard, command, ...owner }, _place, path) => ({
    message: `compiled with different settings than ${nameOwner(owner, path)}: ${settings.map(({ name }) => name).join(', ')}`,
    details: [
      ...settings.map((setting) => describeSetting(setting, owner)),
      `differing: ${listCompiled(packages, standard)}`,
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
  if (settings.some(({ name }) => name.startsWith('-cover'))) {
    return `Build info does not record which packages -coverpkg named. Name the same ones: ${command}.`;
  }
  if (ownerKind === 'plugin') return `Build both plugins with the same settings; manually: ${command}.`;
  const build = formatCommand(['gorename-plugin', 'build', '--host', path(owner), 'DIR']);
  return `\`${build}\` adopts the host's settings; manually: ${command}.`;
}

function describeSetting({ name, loaded, plugin }: DifferingSetting, { ownerKind }: Owner): string {
  const show = (value: string): string => (value === '' ? 'not set' : value);
  return `${name}: ${show(plugin)}, ${ownerKind === 'host' ? 'host' : 'earlier plugin'} ${show(loaded)}`;
}

function listCompiled(packages: readonly string[], standard: number): string {
  if (packages.length <= MOST) return packages.join(', ');
  const third = packages.length - standard;
  return [
    ...(standard > 0 ? [`${count(standard, 'package')} of the standard library`] : []),
    ...(third > 0 ? [count(third, standard > 0 ? 'other' : 'package')] : []),
  ].join(' and ');
}
