import { minorOf } from '../base/goVersion.js';
import type { HostInfo } from '../model/host.js';
import type { BuiltPlugin, BuiltProgram } from '../model/builtPlugin.js';
import { versionOf } from '../names/moduleVersion.js';
import { moduleOf } from '../base/recordedModules.js';

/** Packages that every program of a Go release has, whatever it imports: those of the runtime's own. */
const OF_RUNTIME = /^(runtime\/internal|internal\/runtime)\//;

/**
 * Whether a plugin is of another Go release than the host, in which the process dies whatever the hashes say
 * (measured from go1.18 to go1.27). Patch releases count as one: there the hashes decide.
 */
export function differsInRelease(host: HostInfo, plugin: BuiltPlugin): boolean {
  const [ofHost, ofPlugin] = [minorOf(host.goVersion), minorOf(plugin.goVersion)];
  if (ofHost !== undefined && ofPlugin !== undefined) return ofHost !== ofPlugin;
  // Plugins record their release since go1.22; older ones, and those whose build info was removed, tell it otherwise.
  if (ofHost !== undefined && ofHost < 20 !== plugin.oldSymbols) return true;
  return [...plugin.packageHashes.keys()].some((path) => OF_RUNTIME.test(path) && !host.packages.has(path));
}

/** Without hashes: whether a package's module is known on both sides to be another release. */
export function differsInVersion(loaded: BuiltProgram, plugin: BuiltPlugin, importPath: string): boolean {
  const [theirs, ours] = [moduleOf(loaded.modules, importPath), moduleOf(plugin.modules, importPath)];
  if (theirs === undefined || ours === undefined) return false;
  const [theirVersion, ourVersion] = [versionOf(theirs), versionOf(ours)];
  return theirVersion !== undefined && ourVersion !== undefined && theirVersion !== ourVersion;
}
