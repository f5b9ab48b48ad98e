import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';
import type { RecordedModule } from '../model/host.js';
import type { GoModule } from '../model/moduleGraph.js';

/** The source of a host's module: path and version after replacement. */
export function contentOfRecorded({ path, version, replace }: RecordedModule): string {
  return replace === undefined ? `${path}@${version ?? ''}` : `${replace.path}@${replace.version ?? ''}`;
}

/** The same for a module of the plugin's build. */
export function contentOfModule({ path, version, replacement }: GoModule): string {
  return `${replacement ?? path}@${version ?? ''}`;
}

/** Whether the plugin's version of a module is newer than the host's, or cannot be compared with it. */
export function isNewer(plugins: GoModule, hosts: GoModule): boolean {
  if (contentOfModule(plugins) === contentOfModule(hosts)) return false;
  // If the host's source is given, a directory in the plugin's replacement is assumed to be that source.
  if (hosts.local || hosts.main) return false;
  // A directory has no version; a vendor directory contains a copy of the version that go.mod names.
  const isUnversioned = plugins.main || isDirectory(plugins.replacement);
  if (isUnversioned || (plugins.replacement ?? plugins.path) !== (hosts.replacement ?? hosts.path))
    return true;
  const [a, b] = [valid(plugins.version), valid(hosts.version)];
  return a === null || b === null || compare(a, b) > 0;
}

/** A module's version as messages name it. */
export function versionText({ version, replacement }: GoModule): string {
  return replacement === undefined ? (version ?? LOCAL) : `${replacement} ${version ?? ''}`.trim();
}

/** The same for a host's module. */
export function recordedVersion({ version, replace }: RecordedModule): string {
  return replace === undefined ? (version ?? LOCAL) : `${replace.path} ${replace.version ?? ''}`.trim();
}

const LOCAL = 'a local directory';

/** Whether a replacement is a directory (golang.org/x/mod/modfile.IsDirectoryPath), not a module path. */
export function isDirectory(replacement: string | undefined): boolean {
  return replacement !== undefined && /^(\.{1,2}(\/|\\|$)|\/|\\|[A-Za-z]:)/.test(replacement);
}
