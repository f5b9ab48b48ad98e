import type { Finding } from '../findings/finding.js';
import type { GoFlag } from '../base/goFlags.js';
import type { GoModule, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { NameMap } from '../names/nameMap.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { Consulted, Exposure, KeptModules, SharedRoot } from '../model/sharedPackages.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { GroupHashes } from './prefix.js';

/** What load and plan have found out: all that the later stages read. */
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
  /** Hex digest of each dependency, where each has a prefix of its own. */
  closures: Map<string, string> | undefined;
  /** What stays under its own path besides the standard library. */
  kept: KeptModules | undefined;
  /** What is shared with the host without being named. */
  roots: SharedRoot[];
  /** All third-party types that the plugin exposes, if Go's type checker was asked. */
  exposed: Exposure[] | undefined;
  /** What decided what is shared with the host; undefined without one. */
  consulted: Consulted | undefined;
  /** What is to be said before anything is built. */
  findings: Finding[];
  /** The settings that are the host's, a word each: `GOAMD64=v3`, `-trimpath`. */
  taken: string[];
}
