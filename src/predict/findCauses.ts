import type { Finding } from '../findings/finding.js';
import type { DifferingPackage, DifferingSetting, Owner } from '../findings/finding.js';
import type { HostModule } from '../model/host.js';
import { originalImportPath } from '../names/nameMap.js';
import type { BuiltPlugin, BuiltProgram } from '../model/builtPlugin.js';
import { versionOf } from '../names/moduleVersion.js';
import { moduleOf } from '../base/recordedModules.js';
import { gcflagsTrimpath } from './hostObstacles.js';
import { describeBuild, findDifferingSettings, listUnknownSettings } from './differingSettings.js';

/** A package that differs between the process and the plugin. */
export interface Mismatch {
  /** The import path in the file, and the original one. */
  importPath: string;
  original: string;
  loaded: Owner & { program: BuiltProgram };
}

type Cause = Extract<Finding, { kind: 'packages-differ' }>['cause'];

/** The causes that no other mismatch explains. */
const ORIGINAL: readonly (Cause | 'settings')[] = ['version', 'source', 'directory', 'settings'];

/** Why packages differ: a finding for each cause, and for each host or plugin that they differ from. */
export function findCauses(plugin: BuiltPlugin, mismatches: readonly Mismatch[]): Finding[] {
  const owners = new Map<string, Mismatch[]>();
  for (const mismatch of mismatches) {
    const { owner } = mismatch.loaded;
    owners.set(owner, [...(owners.get(owner) ?? []), mismatch]);
  }
  return [...owners.values()].flatMap((ofOwner) => explain(plugin, ofOwner));
}

/**
 * @param mismatches - at least one; all with the same owner.
 */
function explain(plugin: BuiltPlugin, mismatches: readonly Mismatch[]): Finding[] {
  const [first] = mismatches;
  if (first === undefined) return [];
  const { owner, ownerKind, program } = first.loaded;
  const settings = findDifferingSettings(program, plugin);
  const standard = new Set(mismatches.filter(({ importPath }) => isStandard(importPath, plugin)));
  const told = new Map<Mismatch, Told>();
  for (const mismatch of mismatches) {
    if (!standard.has(mismatch)) told.set(mismatch, compareModules(mismatch, plugin, settings));
  }
  const others = new Set([...told.values()].map(({ cause }) => cause));
  const explained = ORIGINAL.some((cause) => others.has(cause));
  const bySettings = settings.length > 0 && (standard.size > 0 || !explained);
  for (const mismatch of mismatches) {
    if (told.get(mismatch)?.cause ?? false) continue;
    const { loaded = '', plugin: ours = '' } = told.get(mismatch) ?? {};
    const cause = bySettings ? 'settings' : explained && !standard.has(mismatch) ? 'import' : 'unknown';
    told.set(mismatch, { cause, loaded, plugin: ours });
  }
  const groups = new Map<Cause | 'settings', Mismatch[]>();
  for (const [mismatch, { cause = 'unknown' }] of told)
    groups.set(cause, [...(groups.get(cause) ?? []), mismatch]);
  const order: (Cause | 'settings')[] = [...ORIGINAL, 'import', 'unknown'];
  return order.flatMap((cause): Finding[] => {
    const group = (groups.get(cause) ?? []).sort((a, b) => (a.original < b.original ? -1 : 1));
    if (group.length === 0) return [];
    const gcflags = gcflagsTrimpath(program.settings);
    if (gcflags !== undefined && (cause === 'settings' || cause === 'unknown')) {
      // Adopting this setting would not help.
      const importPaths = group.map(({ original }) => original);
      return [{ kind: 'gcflags-trimpath', gcflags, importPaths, owner, ownerKind }];
    }
    if (cause === 'settings') {
      const importPaths = group.map(({ original }) => original);
      const ofStandard = group.filter((mismatch) => standard.has(mismatch)).length;
      const command = describeBuild(settings);
      return [
        { kind: 'settings-differ', settings, importPaths, standard: ofStandard, command, owner, ownerKind },
      ];
    }
    const packages = group.map((mismatch): DifferingPackage => {
      const { loaded: ownerValue = '', plugin: pluginValue = '' } = told.get(mismatch) ?? {};
      const module = moduleOf(plugin.modules, mismatch.importPath)?.path ?? '';
      return {
        importPath: mismatch.original,
        module: originalImportPath(plugin.prefixes, module),
        ownerValue,
        pluginValue,
      };
    });
    const missing = cause === 'unknown' ? listUnknownSettings(program, plugin) : [];
    return [{ kind: 'packages-differ', cause, packages, unrecorded: missing, owner, ownerKind }];
  });
}

/** What is known about a package on both sides; no cause if the modules are equal. */
interface Told {
  cause: Cause | 'settings' | undefined;
  loaded: string;
  plugin: string;
}

function compareModules(
  { importPath, loaded }: Mismatch,
  plugin: BuiltPlugin,
  settings: readonly DifferingSetting[],
): Told {
  const [theirs, ours] = [moduleOf(loaded.program.modules, importPath), moduleOf(plugin.modules, importPath)];
  if (theirs === undefined || ours === undefined) {
    return { cause: undefined, loaded: describeModule(theirs), plugin: describeModule(ours) };
  }
  const described = { loaded: describeModule(theirs), plugin: describeModule(ours) };
  const [theirVersion, ourVersion] = [versionOf(theirs), versionOf(ours)];
  const [theirSource, ourSource] = [sourceOf(theirs), sourceOf(ours)];
  if (theirVersion !== undefined && ourVersion !== undefined) {
    if (theirVersion !== ourVersion || theirSource !== ourSource) return { cause: 'version', ...described };
  }
  // With -trimpath on one side only, all directories differ, which is not the cause.
  const trimmed = settings.some(({ setting }) => setting === '-trimpath');
  if (!trimmed && theirs.dir !== undefined && ours.dir !== undefined && theirs.dir !== ours.dir) {
    const cause = theirVersion === ourVersion && theirVersion !== undefined ? 'directory' : 'source';
    return { cause, loaded: theirs.dir, plugin: ours.dir };
  }
  if (theirVersion === undefined || ourVersion === undefined) {
    return { cause: trimmed ? undefined : 'source', ...described };
  }
  return { cause: undefined, ...described };
}

/** The path of the module that a package's source is published under. */
function sourceOf({ path, replace }: HostModule): string {
  return replace?.version === undefined ? path : replace.path;
}

/** `v1.2.0`, `example.com/fork v1.2.0`, or the directory that it was built from. */
function describeModule(module: HostModule | undefined): string {
  if (module === undefined) return '';
  const { replace, dir } = module;
  const version = versionOf(module);
  if (version === undefined) return dir ?? replace?.path ?? 'a directory';
  return replace?.version === undefined ? version : `${replace.path} ${version}`;
}

/** Whether a package is in the standard library: not in a module, and no dot in the first element of its path. */
function isStandard(importPath: string, { modules, pluginPath }: BuiltPlugin): boolean {
  if (importPath === pluginPath || importPath === 'main') return false;
  return moduleOf(modules, importPath) === undefined && !/^[^/]*\./.test(importPath);
}
