import { minorOf } from '../base/goVersion.js';
import type { HostInfo } from '../model/host.js';
import type { BuiltPlugin, BuiltProgram } from '../model/builtPlugin.js';
import { versionOf } from '../names/moduleVersion.js';
import { moduleOf } from '../base/recordedModules.js';

/** Packages that every program of a Go version contains, whatever it imports: those of the runtime. */
const OF_RUNTIME = /^(runtime\/internal|internal\/runtime)\//;

/**
 * Whether a plugin has a different Go version than the host, so that the process crashes whatever the hashes are
 * (measured from go1.18 to go1.27). Patch releases count as equal: for them the hashes decide.
 */
export function differsInRelease(host: HostInfo, plugin: BuiltPlugin): boolean {
  const [ofHost, ofPlugin] = [minorOf(host.goVersion), minorOf(plugin.goVersion)];
  if (ofHost !== undefined && ofPlugin !== undefined) return ofHost !== ofPlugin;
  // Plugins record their Go version since go1.22; for older ones, or without build info, other signs are compared.
  if (ofHost !== undefined && ofHost < 20 !== plugin.oldSymbols) return true;
  return [...plugin.packageHashes.keys()].some((path) => OF_RUNTIME.test(path) && !host.packages.has(path));
}

/** Without hashes: whether both sides record a different version of a package's module. */
export function differsInVersion(loaded: BuiltProgram, plugin: BuiltPlugin, importPath: string): boolean {
  const [theirs, ours] = [moduleOf(loaded.modules, importPath), moduleOf(plugin.modules, importPath)];
  if (theirs === undefined || ours === undefined) return false;
  const [theirVersion, ourVersion] = [versionOf(theirs), versionOf(ours)];
  return theirVersion !== undefined && ourVersion !== undefined && theirVersion !== ourVersion;
}
