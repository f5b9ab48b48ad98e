/** What a bill of materials (SBOM) says about a built file, besides what its plan contains. */

import type { PluginPlan } from './pluginPlan.js';

export interface BillFacts {
  plan: PluginPlan;
  /** e.g. `go1.26.8`. */
  goVersion: string;
  /** SHA-256 of the built file, as hex. */
  sha256: string;
  /** Original import path of each package outside the standard library → what it imports of them. */
  imports: ReadonlyMap<string, readonly string[]>;
  /** Licence files of modules that have a version; the key is that of {@link moduleKey}. */
  licences: ReadonlyMap<string, readonly LicenceFile[]>;
}

export interface LicenceFile {
  /** File name in the root of the module. */
  file: string;
  /** MIME type. */
  contentType: string;
  /** The text as base64. */
  content: string;
}

/** Identifies one of the two modules that a plan may have under one path. */
export function moduleKey({ path, shared }: { path: string; shared: boolean }): string {
  return `${path} ${shared ? 'shared' : 'renamed'}`;
}
