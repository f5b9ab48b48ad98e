/** The core data structure: one entry for each package of the build, with a decision and the reason for it. */

import type { Group } from './group.js';
import type { GlobalStatePlan } from './globalState.js';

export type { Group };

/**
 * `rename`: built under the prefix, from the plugin's module version. `isolate`: renamed, and its C symbols are made
 * private to the plugin, since the dynamic linker does not know import paths. `keep`: the original path, as in the host.
 * `split`: both; kept for the plugin's own code and renamed for its dependencies.
 */
export type Decision = 'rename' | 'isolate' | 'keep' | 'split';

export type Reason =
  | { kind: 'standard-library' }
  | { kind: 'third-party' }
  | { kind: 'main-package' }
  | { kind: 'own-module' }
  | { kind: 'shares-internal'; importer: string; imported: string }
  | { kind: 'imports-own'; importer: string; imported: string }
  | { kind: 'isolates'; statePackage: string; user: string }
  /** --keep names it. */
  | { kind: 'kept'; pattern: string }
  /** It belongs to the host's own main module, and the plugin imports it. */
  | { kind: 'kept-main-module' }
  /** The host's main module has it, but the host does not link it. */
  | { kind: 'kept-beside-main' }
  /** An exported symbol exposes a type of it. */
  | { kind: 'kept-exposed'; symbol: string; symbolKind: 'func' | 'var'; typeName: string }
  /** --keep names it and the host has its module, but not this package. */
  | { kind: 'kept-beside'; pattern: string }
  /** A kept package imports it. */
  | { kind: 'kept-with'; importer: string }
  /** It registers something in a kept package, as the host's copy has already done. */
  | { kind: 'registers-with-kept'; statePackage: string }
  /** It imports an internal package of the host, which Go allows under its original path only. */
  | { kind: 'kept-internal'; imported: string }
  /** Kept, but the plugin's dependencies have a separate copy. */
  | { kind: 'split'; why: SplitReason }
  /** --rename conflicts: no conflict. */
  | { kind: 'equal-in-host' }
  | { kind: 'not-in-host' }
  /** --rename conflicts: the host's version differs; if there is no version, its compiled form differs. */
  | { kind: 'differs-in-host'; hostVersion: string | undefined }
  | { kind: 'imports-renamed'; imported: string }
  | { kind: 'internal-of-renamed'; importer: string };

/** Why the plugin's dependencies cannot use the host's copy of a kept package. */
export type SplitReason =
  | { kind: 'newer'; pluginVersion: string; hostVersion: string }
  | { kind: 'internal'; importer: string }
  | { kind: 'imports-split'; imported: string };

/** A decision before the prefixes are known. */
export interface PackageDecision {
  importPath: string;
  module: string | undefined;
  version: string | undefined;
  decision: Decision;
  /** Undefined for kept packages. */
  group: Group | undefined;
  /** The host's version of a kept or split package, while `version` is the one that the plugin's go.mod selects. */
  hostVersion?: string | undefined;
  reason: Reason;
}

/** A decision with the resulting name. */
export interface PlannedPackage extends PackageDecision {
  /** Import path in the work tree; equal to `importPath` for kept packages. */
  to: string;
}

/** The prefixes that the groups are built under. */
export interface GroupPrefixes {
  /** First path element of every dependency that is not in `closures`, e.g. `t_1702492315_5f3a9c21`. */
  dependency: string;
  /** Import path of each dependency → its prefix, if the template has `{closure}`. */
  closures?: ReadonlyMap<string, string> | undefined;
  /** First path element of the plugin's own packages. */
  own: string;
  /**
   * Path element appended to the main package's path, so that editing main renames main alone; undefined if main keeps
   * the prefix of the plugin's other packages.
   */
  mainElement: string | undefined;
}

export interface RenamePlan {
  /** Import path of the main package before and after, and its files if they were named individually. */
  main: { from: string; to: string; files?: readonly string[] };
  prefixes: GroupPrefixes;
  packages: Map<string, PlannedPackage>;
  globalState: GlobalStatePlan;
}

/** One sentence for the user. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'standard-library':
      return 'part of the standard library, which plugin and host always share';
    case 'third-party':
      return 'third-party package, which the host may have in a different version';
    case 'main-package':
      return 'the plugin itself';
    case 'own-module':
      return "one of the plugin's own packages";
    case 'shares-internal':
      return `goes with the plugin's own packages: ${reason.importer} imports its internal package ${reason.imported}`;
    case 'imports-own':
      return `goes with the plugin's own packages: ${reason.importer} imports ${reason.imported}`;
    case 'isolates':
      return `keeps private to the plugin what ${reason.user} registers in ${reason.statePackage}`;
    case 'kept':
      return `shared with the host: --keep ${reason.pattern}`;
    case 'kept-main-module':
      return "shared with the host: a package of the host's main module";
    case 'kept-beside-main':
      return "taken from the source of the host's main module, although the host does not link it";
    case 'kept-exposed':
      return `shared with the host: exported ${reason.symbolKind} ${reason.symbol} exposes its ${describeType(reason.typeName)}`;
    case 'kept-beside':
      return `taken at the host's module version, although the host does not link it: --keep ${reason.pattern}`;
    case 'kept-with':
      return `shared with the host, since ${reason.importer} imports it`;
    case 'registers-with-kept':
      return `shared with the host: it registers with ${reason.statePackage}, which is shared`;
    case 'kept-internal':
      return `shared with the host: it imports the internal package ${reason.imported}, which is shared`;
    case 'split':
      return `shared with the host by the plugin's own code, while its dependencies have a separate copy: ${describeSplit(reason.why)}`;
    case 'equal-in-host':
      return 'the host has the same version';
    case 'not-in-host':
      return 'the host does not have it';
    case 'differs-in-host':
      return reason.hostVersion === undefined
        ? "the host's build has a different hash"
        : `the host has ${reason.hostVersion}`;
    case 'imports-renamed':
      return `imports ${reason.imported}, which is renamed`;
    case 'internal-of-renamed':
      return `internal package of ${reason.importer}, which is renamed`;
  }
}

/**
 * @param typeName - `Result`, or `result of gjson.Parse` if only a type checker knows the type.
 */
function describeType(typeName: string): string {
  return typeName.includes(' ') ? typeName : `type ${typeName}`;
}

function describeSplit(why: SplitReason): string {
  switch (why.kind) {
    case 'newer':
      return `they need ${why.pluginVersion}, the host has ${why.hostVersion}`;
    case 'internal':
      return `${why.importer}, which is renamed, may not import an internal package under another path`;
    case 'imports-split':
      return `it imports ${why.imported}, and they have a separate copy of that`;
  }
}
