import type { Finding } from '../findings/finding.js';
import type { GoFlag } from '../base/goFlags.js';
import type { GoModule, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { NameMap } from '../names/nameMap.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { Consulted, Exposure, KeptModules, SharedRoot } from '../model/sharedPackages.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { GroupHashes } from './prefix.js';

/** The results of the first stages, for all later ones. */
export interface Prepared {
  settings: GoSettings;
  flags: GoFlag[];
  graph: ModuleGraph;
  /** The plugin's main module. */
  module: GoModule;
  plan: RenamePlan;
  names: NameMap;
  sources: SourceFile[];
  hashes: GroupHashes;
  /** Hex digest of each dependency, if each has a separate prefix. */
  closures: Map<string, string> | undefined;
  /** Packages besides the standard library that keep their original paths. */
  kept: KeptModules | undefined;
  /** What is shared with the host although no pattern names it. */
  roots: SharedRoot[];
  /** All third-party types that the plugin exposes, if Go's type checker was asked. */
  exposed: Exposure[] | undefined;
  /** What decided what is shared with the host; undefined without one. */
  consulted: Consulted | undefined;
  /** Findings to report before anything is built. */
  findings: Finding[];
  /** The settings that come from the host, one word each: `GOAMD64=v3`, `-trimpath`. */
  taken: string[];
}
