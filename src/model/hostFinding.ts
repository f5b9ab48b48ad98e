/** What is to be said of a plugin beside its host, and beside plugins opened before it. */

import type { CLibrary } from './cLibrary.js';

/** What the process that opens a plugin has already: of the host, or of a plugin opened before. */
export interface Owner {
  /** Absolute path of the host (or its manifest, or its directory), or of the earlier plugin. */
  owner: string;
  ownerKind: 'host' | 'plugin';
}

/** A package that host (or earlier plugin) and plugin do not have alike. */
export interface DifferingPackage {
  /** The user's import path, and module path; that is empty for the standard library, and where it is not recorded. */
  importPath: string;
  module: string;
  /** What tells them apart: versions, directories; empty where nothing is known. */
  loaded: string;
  plugin: string;
}

/** A setting that packages were compiled with: flag or variable as build info names it, or `Go release`. */
export interface DifferingSetting {
  name: string;
  /** Empty where it is not set. */
  loaded: string;
  plugin: string;
}

export type HostFinding =
  | ({
      /** plugin.Open will refuse the plugin: the process has these packages already, and they are others. */
      kind: 'packages-differ';
      /**
       * `version`: of another version, or another replacement; `source`: built from a directory, so no version tells
       * what is in it; `directory`: compiled in another directory, and file positions are part of a package;
       * `import`: they import what differs; `unknown`: nothing recorded tells why.
       */
      cause: 'version' | 'source' | 'directory' | 'import' | 'unknown';
      packages: DifferingPackage[];
      /** What is not recorded, a clause each; only for `unknown`. */
      missing: string[];
    } & Owner)
  | ({
      /** plugin.Open will refuse the plugin: packages were compiled with other flags, variables or patch release. */
      kind: 'settings-differ';
      settings: DifferingSetting[];
      /** Import paths, the standard library's among them. */
      packages: string[];
      standard: number;
      /** Flags and variables that make the plugin like what is loaded. */
      command: string;
    } & Owner)
  | {
      /** The process dies in plugin.Open: another Go release lays out its tables otherwise. */
      kind: 'go-release-differs';
      /** Empty where it is not recorded: an obfuscated host. */
      host: string;
      /** Empty where it is not recorded: older than go1.22. */
      plugin: string;
    }
  | {
      /** The dynamic linker refuses files for another system. */
      kind: 'platform-differs';
      /** `linux/amd64` */
      host: string;
      plugin: string;
    }
  | {
      /** No plugin can be loaded into this host. */
      kind: 'host-loads-no-plugins';
      /** Absolute. */
      host: string;
      /** What its build info and headers show; `other`: it does not import plugin, or was linked internally. */
      cause: 'CGO_ENABLED=0' | 'static' | 'c-archive' | 'other';
    }
  | {
      /** One process has one C library, and this plugin is linked, or is going to be, with another than its host. */
      kind: 'c-library-differs';
      host: CLibrary;
      plugin: CLibrary;
      /** The C compiler that is going to link it, as CC names it; undefined for a plugin that is linked already. */
      compiler: string | undefined;
      /** Absolute path of the plugin, where it is not clear which one it is. */
      file?: string | undefined;
      /** A compiler that links with the host's, and Debian's package of it, if there is one. */
      suggestedCompiler: string;
      debianPackage: string | undefined;
    }
  | {
      /** The host is a c-shared library: the dynamic linker shows a plugin its symbols only if it is opened globally. */
      kind: 'host-is-library';
      /** Absolute. */
      host: string;
    }
  | ({
      /** Compiled with -trimpath in -gcflags, packages with cgo record a random directory: no other build is equal. */
      kind: 'gcflags-trimpath';
      /** The value of -gcflags. */
      gcflags: string;
      /** Import paths that differ, or will. */
      packages: string[];
    } & Owner)
  | ({
      /** plugin.Open takes each plugin path, and each file, once. */
      kind: 'plugin-already-loaded';
      pluginPath: string;
      /** `path`: another file of its plugin path; `file`: the same file by another name; `refused`: it was refused. */
      reason: 'path' | 'file' | 'refused';
    } & Owner)
  | ({
      /** Packages are taken from a plugin that was refused: the garbage collector does not know their variables. */
      kind: 'shared-with-refused';
      packages: string[];
    } & Owner)
  | {
      /** The address sanitizer must be in the process from its start. */
      kind: 'sanitizer-not-in-host';
      host: string;
    }
  | {
      /** Host and plugin both define what the address sanitizer wants defined once. */
      kind: 'sanitizer-complains';
      host: string;
    }
  | {
      /** The plugin asks for a newer glibc than the one it is to run with. */
      kind: 'glibc-too-new';
      needed: string;
      available: string;
    }
  | {
      /** The plugin asks for a newer glibc than its host does: the host's system may have it. */
      kind: 'glibc-newer-than-host';
      needed: string;
      host: string;
    }
  | {
      /** Shared libraries that the plugin asks for and the host does not: the host's system may lack them. */
      kind: 'library-not-in-host';
      libraries: string[];
    }
  | ({
      /** C symbols that both define: the dynamic linker binds the plugin's calls to the first ones. */
      kind: 'c-symbol-shared';
      symbols: string[];
    } & Owner)
  | {
      /** Of this host only versions are known, not what was compiled. */
      kind: 'versions-only';
      host: string;
    };
