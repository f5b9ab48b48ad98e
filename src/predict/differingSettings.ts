import { releaseOf } from '../base/goVersion.js';
import { settingHas } from '../base/goSettingsTable.js';
import type { DifferingSetting } from '../findings/finding.js';
import type { BuiltProgram } from '../model/builtPlugin.js';
import { formatCommand } from '../base/shellWords.js';

/**
 * The settings that differ between who compiled what is loaded, and a plugin. Measured, CGO_* and architecture levels
 * such as GOAMD64 change few packages or none, -ldflags none at all.
 */
/** The settings that differ between a plugin and what is already loaded. */
export function findDifferingSettings(loaded: BuiltProgram, plugin: BuiltProgram): DifferingSetting[] {
  const differing: DifferingSetting[] = [];
  const [theirs, ours] = [releaseOf(loaded.goVersion), releaseOf(plugin.goVersion)];
  if (theirs !== ours && theirs !== '' && ours !== '') {
    differing.push({ setting: 'Go version', ownerValue: theirs, pluginValue: ours });
  }
  if (loaded.settings.size === 0 || plugin.settings.size === 0) {
    // Without build info, the file table shows this setting.
    const [their, our] = [loaded.trimmed, plugin.trimmed];
    if (their !== undefined && our !== undefined && their !== our)
      differing.push({
        setting: '-trimpath',
        ownerValue: their ? 'true' : '',
        pluginValue: our ? 'true' : '',
      });
    return differing;
  }
  const trimmed = [loaded, plugin].some(({ settings }) => settings.get('-trimpath') === 'true');
  const names = new Set([...loaded.settings.keys(), ...plugin.settings.keys()]);
  for (const setting of [...names].filter((name) => settingHas(name, 'compared')).sort()) {
    if (trimmed && settingHas(setting, 'untrimmed only')) continue;
    const [their, our] = [valueOf(loaded, setting), valueOf(plugin, setting)];
    if (their !== our) differing.push({ setting, ownerValue: their, pluginValue: our });
  }
  return differing;
}

/** A clause for each thing that is not known about the settings of either side. */
export function listUnknownSettings(loaded: BuiltProgram, plugin: BuiltProgram): string[] {
  const sides = [
    { who: 'the loaded file', program: loaded },
    { who: 'the plugin', program: plugin },
  ];
  return sides.flatMap(({ who, program: { settings, goVersion } }) => {
    if (settings.size === 0)
      return [`${who} records no build settings${goVersion === '' ? ' and no Go version' : ''}`];
    return settings.get('-trimpath') === 'true'
      ? [`${who} was built with -trimpath, which records no CGO_*FLAGS`]
      : [];
  });
}

/** A setting's value; empty if it is off, or changes only main. */
function valueOf({ settings }: BuiltProgram, name: string): string {
  const value = settings.get(name) ?? '';
  if (value === 'false' || (name === 'GOFIPS140' && value === 'off')) return '';
  // A flag without a package pattern applies to the packages named on the command line: main.
  if (/^-(gc|asm)flags$/.test(name)) return /^[^-=]+=/.test(value) ? value : '';
  if (name !== '-tags') return value;
  // GOFIPS140 adds a tag.
  const tags = value.split(',').filter((tag) => tag !== '' && !tag.startsWith('fips140v'));
  return tags.sort().join(',');
}

/** The command line that gives a plugin the other side's settings, `GOEXPERIMENT=x go build -buildmode=plugin -race`. */
export function describeBuild(settings: readonly DifferingSetting[]): string {
  const variables = settings.flatMap(({ setting, ownerValue }) => {
    if (setting === 'Go version') return [`GOTOOLCHAIN=${ownerValue}`];
    return setting.startsWith('-') ? [] : [`${setting}=${ownerValue}`];
  });
  const flags = settings
    .filter(({ setting, ownerValue }) => setting.startsWith('-') && ownerValue !== '')
    .map(({ setting, ownerValue }) => (ownerValue === 'true' ? setting : `${setting}=${ownerValue}`));
  const without = settings
    .filter(({ setting, ownerValue }) => setting.startsWith('-') && ownerValue === '')
    .map(({ setting }) => setting);
  const command = [
    ...variables.map((word) => formatCommand([word])),
    formatCommand(['go', 'build', '-buildmode=plugin', ...flags]),
  ];
  return `\`${command.join(' ')}\`${without.length === 0 ? '' : ` without ${without.join(', ')}`}`;
}
