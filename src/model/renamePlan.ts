/** The core data structure: one entry for each package of the build, with a decision and the reason for it. */

import type { Group } from './group.js';
import type { RegistryPlan } from './registries.js';

export type { Group };

/**
 * `rename`: built under the prefix, from the plugin's own module version. `isolate`: renamed, and its C symbols made
 * private to the plugin, since the dynamic linker knows no import paths. `keep`: under its own path, as in the host.
 */
export type Decision = 'rename' | 'isolate' | 'keep';

export type Reason =
  | { kind: 'standard-library' }
  | { kind: 'third-party' }
  | { kind: 'main-package' }
  | { kind: 'own-module' }
  | { kind: 'shares-internal'; importer: string; imported: string }
  | { kind: 'imports-own'; importer: string; imported: string }
  | { kind: 'isolates'; registry: string; user: string };

/** A decision before the prefixes are known. */
export interface PackageDecision {
  importPath: string;
  module: string | undefined;
  version: string | undefined;
  decision: Decision;
  /** Undefined for kept packages. */
  group: Group | undefined;
  reason: Reason;
}

/** A decision with the name that came of it. */
export interface PlannedPackage extends PackageDecision {
  /** Import path in the work tree; equal to `importPath` for kept packages. */
  to: string;
}

/** The prefixes that the groups are built under. */
export interface GroupPrefixes {
  /** First path element of every dependency, e.g. `t_1702492315_5f3a9c21`. */
  dependency: string;
  /** First path element of the plugin's own packages. */
  own: string;
  /**
   * Path element appended to the main package's path, so that editing main renames main alone;
   * undefined to leave main among the own packages.
   */
  mainElement: string | undefined;
}

export interface RenamePlan {
  /** Import path of the main package before and after. */
  main: { from: string; to: string };
  prefixes: GroupPrefixes;
  packages: Map<string, PlannedPackage>;
  registries: RegistryPlan;
}

/** One sentence a user can read. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'standard-library':
      return 'part of the standard library, which plugin and host always share';
    case 'third-party':
      return 'third-party package, which the host may have in another version';
    case 'main-package':
      return 'the plugin itself';
    case 'own-module':
      return "one of the plugin's own packages";
    case 'shares-internal':
      return `goes with the plugin's own packages: ${reason.importer} imports its internal package ${reason.imported}`;
    case 'imports-own':
      return `goes with the plugin's own packages: ${reason.importer} imports ${reason.imported}`;
    case 'isolates':
      return `keeps private to the plugin what ${reason.user} registers in ${reason.registry}`;
  }
}
