/** Everything the tool has to say about a plugin, as data; report/ turns it into text. */

import type { HostFinding } from './hostFinding.js';

export type Severity = 'error' | 'warning';

/** A place in the user's (or a dependency's) original sources. */
export interface Position {
  /** Absolute path. */
  file: string;
  line: number;
  column: number;
}

export type Finding =
  | HostFinding
  | {
      /** An exported symbol lets a renamed type out: the host's type assertion on it will fail. */
      kind: 'exported-renamed-type';
      symbol: string;
      symbolKind: 'func' | 'var';
      /** From the plan of a built file, `module/main.go`. */
      position: Position;
      /** Original import path of the type's package, and the type's name. */
      importPath: string;
      typeName: string;
      /** Local types on the way from the symbol to the type. */
      via: string[];
      /** The host has the package, so that it could be kept; undefined where no host is known. */
      inHost?: boolean | undefined;
    }
  | {
      /** A package stands in the built file that the plan does not name: the host may refuse it. */
      kind: 'unplanned-package';
      importPath: string;
      /** The plan renames this very package, so an unrenamed copy got in beside it. */
      plannedAs: string | undefined;
    }
  | {
      /** A planned package is not in the built file: the proof is incomplete. */
      kind: 'missing-package';
      importPath: string;
      original: string;
    }
  | {
      /** A C symbol of a renamed package can be seen by the dynamic linker: another copy of it may answer. */
      kind: 'c-symbol-exposed';
      symbol: string;
      /** A linker script of the user's tells what is exported. */
      userScript: boolean;
    }
  | {
      /** A shared library is linked by name: the process has one of that name, whichever is loaded first. */
      kind: 'shared-c-library';
      /** As the built file asks for it: `libz.so.1`. */
      soname: string;
      /** Absolute path of the file that the plugin was linked with. */
      file: string;
      /** What that file's name tells of its version: `1.3.1`. */
      version: string | undefined;
      /** Original import paths of the packages that link it. */
      importPaths: string[];
    }
  | {
      /** What the grammar does not know may hide what a name means. */
      kind: 'registry-unclear';
      position: Position;
      registry: string;
      name: string;
      /** It was taken for the package; otherwise for a local name, and left as written. */
      taken: boolean;
    }
  | {
      /** Own code registers something with the process, which a second build of the plugin would do again. */
      kind: 'own-registration';
      position: Position;
      registry: string;
      name: string;
      /** What comes of it. */
      reason: string;
    }
  | {
      /** The host was built with something else than what the user has asked for. */
      kind: 'host-setting-overridden';
      /** Flag or variable: `-trimpath`, `GOAMD64`, `GOTOOLCHAIN`. */
      setting: string;
      /** The host's value, and the one in force. */
      host: string;
      chosen: string;
    }
  | {
      /** A setting of the host that no build takes over, such as link flags: it could run programs. */
      kind: 'host-setting-ignored';
      /** `-ldflags`, `CGO_LDFLAGS`. */
      setting: string;
      /** The host's value, and the first flag of it that is not known to be harmless. */
      host: string;
      part: string;
    }
  | {
      /** Own code is compiled against an older version of a kept module than go.mod asks for. */
      kind: 'kept-older';
      module: string;
      pluginVersion: string;
      hostVersion: string;
      /** Renamed dependencies have a copy of the plugin's version. */
      copied: boolean;
      /** No renamed dependency uses it. */
      alone: boolean;
    }
  | {
      /** The host can look nothing up in the plugin: all that it does is done by its init functions. */
      kind: 'exports-nothing';
      /** Absolute. */
      file: string;
    }
  | {
      /** The plan that a built file carries is not the file's. */
      kind: 'plan-contradicted';
      /** Absolute. */
      file: string;
      /** A clause each. */
      reasons: string[];
    }
  | {
      /** --keep names packages of the host that the plugin does not import: nothing comes of it. */
      kind: 'keep-unused';
      pattern: string;
    }
  | {
      /** The plugin has copies of packages of the host's own main module, as --keep none asks for. */
      kind: 'private-host-package';
      importPaths: string[];
    }
  | {
      /** A plugin that exports nothing registers something in a copy that only it has. */
      kind: 'private-registration';
      position: Position;
      /** Original import path of the package, and what is called of it. */
      registry: string;
      name: string;
      /** The name for --no-isolate, for global state of the standard library. */
      isolation: string | undefined;
    }
  | {
      /** Packages of the host's own modules were not compiled from the source that the host was built from. */
      kind: 'host-source-differs';
      importPaths: string[];
      /** Path of their module. */
      module: string;
      /** Absolute directory that they were compiled from; undefined if it is not known. */
      source: string | undefined;
      /** The revision that the host was built at, and the directory; undefined if it records none. */
      revision: string | undefined;
      hostDir: string | undefined;
    }
  | {
      /** A renamed package registers with a kept one what the host's copy of it, in another version, has registered. */
      kind: 'registers-twice';
      importPath: string;
      position: Position;
      /** The kept package, and the function. */
      registry: string;
      name: string;
      pluginVersion: string;
      hostVersion: string;
    }
  | {
      /** Initialising a third-party package changes what the standard library keeps for the whole process. */
      kind: 'shared-registry';
      position: Position;
      /** The package that does so. */
      importPath: string;
      registry: string;
      name: string;
      /** What comes of it. */
      reason: string;
    }
  | {
      /** Symbolic links are not copied with their module, since they lead out of it. */
      kind: 'links-left-out';
      /** Path of a module that is copied whole. */
      module: string;
      /** Absolute paths of its symbolic links that lead out of it; sorted. */
      links: string[];
    }
  | {
      /** Profile-guided optimisation recompiles the standard library, which the host then does not share. */
      kind: 'profile-used';
      profile: string;
    }
  | {
      /** plugin.Open gave an error. */
      kind: 'probe-refused';
      /** Absolute; so in the following ones. */
      file: string;
      /** The error's text. */
      cause: string;
      /** Absolute path of what the loading process was made like; undefined where it only has the standard library. */
      host: string | undefined;
    }
  | {
      /** An init function or a variable's initial value panicked. */
      kind: 'init-panic';
      file: string;
      /** The panic's value as the runtime prints it. */
      cause: string;
    }
  | {
      /** The process ended while it loaded the plugin, or right after. */
      kind: 'fatal-error';
      file: string;
      /** It had not loaded the plugin yet. */
      loading: boolean;
      /** How it ended, and what it said: `exit code 2: fatal error: stack overflow`. */
      cause: string;
    }
  | {
      /** The plugin had not been loaded when time was over. */
      kind: 'probe-timeout';
      file: string;
      seconds: number;
    }
  | {
      /** The program that stands in for the host differs from it. */
      kind: 'twin-differs';
      /** Absolute. */
      host: string;
      /** Import paths of packages with other hashes than the host's. */
      differing: string[];
      /** Import paths of the host's packages that it lacks. */
      missing: string[];
      /** What stood in the way, a clause each. */
      reasons: string[];
    };

export type FindingKind = Finding['kind'];

/** Exit weight of each kind. */
export const severityOf = {
  'exported-renamed-type': 'warning',
  'unplanned-package': 'error',
  'missing-package': 'error',
  'c-symbol-exposed': 'error',
  'shared-c-library': 'warning',
  'registry-unclear': 'warning',
  'own-registration': 'warning',
  'shared-registry': 'warning',
  'host-setting-overridden': 'warning',
  'host-setting-ignored': 'warning',
  'kept-older': 'warning',
  'private-host-package': 'warning',
  'host-source-differs': 'error',
  'private-registration': 'warning',
  'exports-nothing': 'warning',
  'plan-contradicted': 'error',
  'keep-unused': 'warning',
  'registers-twice': 'error',
  'links-left-out': 'warning',
  'profile-used': 'warning',
  'packages-differ': 'error',
  'settings-differ': 'error',
  'go-release-differs': 'error',
  'platform-differs': 'error',
  'host-loads-no-plugins': 'error',
  'c-library-differs': 'error',
  'host-is-library': 'warning',
  'gcflags-trimpath': 'error',
  'plugin-already-loaded': 'error',
  'shared-with-refused': 'error',
  'sanitizer-not-in-host': 'error',
  'sanitizer-complains': 'warning',
  'glibc-too-new': 'error',
  'glibc-newer-than-host': 'warning',
  'library-not-in-host': 'warning',
  'c-symbol-shared': 'warning',
  'versions-only': 'warning',
  'probe-refused': 'error',
  'init-panic': 'error',
  'fatal-error': 'error',
  'probe-timeout': 'error',
  'twin-differs': 'warning',
} satisfies Record<FindingKind, Severity>;

/** A command that findings end before it has done anything: exit code 1. */
export class Refused extends Error {
  /** @param findings all that is known by then, at least one of severity error. */
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(({ kind }) => kind).join(', '));
    this.name = 'Refused';
  }
}

/** A failure that is the input's or the environment's, not a bug: printed without a trace, exit code 2. */
export class CannotDo extends Error {
  /** @param message what and where; @param advice what to do about it, one sentence a line. */
  constructor(
    message: string,
    readonly advice?: string,
  ) {
    super(message);
    this.name = 'CannotDo';
  }
}
