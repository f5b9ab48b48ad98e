/** All pairs of the matrix, in groups that are built one after the other. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureDir, tempDir } from '../../../support/files.js';
import { pairsOfCLibraries } from './cLibraries.js';
import { pairsOfLibraries } from './libraries.js';
import {
  pairsOfArchitectures,
  pairsOfHostsWithoutPlugins,
  pairsOfNothingRecorded,
  pairsOfSanitizer,
  pairsOfInvalidFiles,
} from './unloadable.js';
import {
  contents,
  hostImports,
  pairsOfEdits,
  pairsOfPlaces,
  pairsOfRenamed,
  pairsOfSetting,
  pairsOfShared,
  pairsOfTakenOver,
  pairsOfTwoSettings,
  pairsOfVersions,
  type Pair,
} from './pairs.js';
import type { ProgramBuilder } from './programs.js';
import { sequences } from './sequences.js';
import {
  compilerSettings,
  harmless,
  moduleSettings,
  rareSettings,
  releases,
  trimpath,
  type Setting,
} from './settings.js';

/** Name -> what builds the group's hosts and plugins. */
export function groupsOfPairs(builder: ProgramBuilder): Map<string, () => Promise<Pair[]>> {
  const compiler = compilerSettings(fixtureDir('host/matrix/profile/os.pprof'));
  const groups = new Map<string, () => Promise<Pair[]>>();
  for (const setting of [...compiler, ...moduleSettings, ...harmless, ...releases]) {
    groups.set(setting.name, () => pairsOfSetting(builder, setting.name, setting));
  }
  // Of -cover, build info does not say which packages; a profile and a sanitizer are not for every plugin.
  const untaken = new Set(['-cover', '-asan', '-pgo', 'default.pgo']);
  const takenOver = [...compiler.filter(({ name }) => !untaken.has(name)), ...moduleSettings.slice(0, 1)];
  const rare = ['net', 'os/user', 'crypto/sha256', 'example.com/wide', 'example.com/native'];
  const plugins = [
    ...Object.values(contents).map((some) => [...new Set([...rare, ...some])]),
    ...rare.slice(0, 2).map((path) => [path]),
  ];
  for (const setting of rareSettings) {
    groups.set(setting.name, () =>
      pairsOfSetting(builder, setting.name, setting, plugins, {
        imports: [...hostImports, ...rare],
        idle: true,
      }),
    );
  }
  return groups
    .set('versions', () => pairsOfVersions(builder, trimpath))
    .set('places', () => pairsOfPlaces(builder, places()))
    .set('two settings', () => pairsOfTwoSettings(builder, compiler))
    .set('renamed', () => pairsOfRenamed(builder, compiler))
    .set('shared', () => pairsOfShared(builder))
    .set('taken over', () => pairsOfTakenOver(builder, takenOver))
    .set('edits', () => pairsOfEdits(builder))
    .set('nothing recorded', () => pairsOfNothingRecorded(builder))
    .set('sanitizer', () => pairsOfSanitizer(builder))
    .set('libraries', () => pairsOfLibraries(builder))
    .set('C libraries', () => pairsOfCLibraries(builder))
    .set('sequences', () => sequences(builder))
    .set('hosts that load no plugins', () => pairsOfHostsWithoutPlugins(builder))
    .set('architectures', () => pairsOfArchitectures(builder))
    .set('invalid files', () => pairsOfInvalidFiles(builder));
}

/** Ways to have the same source at another path, or to make nothing of the path. */
function places(): Setting[] {
  const copy = join(tempDir(), 'base');
  cpSync(fixtureDir('host/matrix/modules/example.com/base@v1.0.0'), copy, { recursive: true });
  const replaced = { goMod: [`replace example.com/base => ${copy}`] };
  return [
    { name: 'other module cache', env: { GOMODCACHE: tempDir() } },
    { name: 'vendor', vendor: true },
    { name: 'directory', ...replaced },
    { name: 'fork', goMod: ['replace example.com/base => example.com/fork v1.0.0'] },
    trimpath,
    { ...trimpath, name: 'directory, -trimpath', ...replaced },
    { ...trimpath, name: 'vendor, -trimpath', vendor: true },
    { ...trimpath, name: 'other module cache, -trimpath', env: { GOMODCACHE: tempDir() } },
  ];
}
