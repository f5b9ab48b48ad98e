import type { FindingKind } from '../findings/finding.js';
import type { IsolationKind } from '../model/isolation.js';
import type { BuildMode } from '../model/options.js';
import type { Text } from '../model/documentValues.js';

/**
 * `gorename.yaml` or `gorename.json`: the plugins that `gorename-plugin build` builds. An option has the name and the
 * meaning that it has on the command line, which has precedence. Paths are relative to the file.
 */
export interface ProjectFile extends ProjectOptions {
  /** For editors: where this schema is. */
  $schema?: string;
  /**
   * The plugins. Options beside this list are for all of them.
   * @minItems 1
   */
  plugins: (PluginDirectory | PluginEntry)[];
}

/** The directory of a plugin's main package, below that of the file. */
export type PluginDirectory = Text;

/** A plugin, and the options that differ for it. */
export interface PluginEntry extends ProjectOptions {
  /** The directory of its main package, below that of the file. */
  dir: Text;
}

/** Options of a build. */
export interface ProjectOptions {
  /** The host that loads the plugin, or several of them: then the plugin is built for each. */
  host?: HostName | HostEntry | HostList;
  /**
   * The output file, below the directory of this file. `{plugin}` is the name that go build would choose, `{host}` the
   * name of the host.
   * The default is `{plugin}.so`, with several hosts `{plugin}-{host}.so`.
   */
  output?: Text;
  /** Directory of the source that the host's main module was built from. */
  'host-src'?: Text;
  /** Patterns of packages that are shared with the host as well; `none`: only these. */
  keep?: Text[];
  /** Which of the other packages are renamed. */
  rename?: 'all' | 'conflicts';
  /** First element of renamed import paths. */
  prefix?: Text;
  /** Kinds of global state that are not made private, or `all`. */
  'no-isolate'?: (IsolationKind | 'all')[];
  /** Also make private what the plugin's own packages register. */
  'isolate-own'?: boolean;
  buildmode?: BuildMode;
  /** The modules that build info of the output names. */
  'build-info'?: 'original' | 'renamed';
  /** Kinds of findings that are accepted, as with --allow. */
  allow?: FindingKind[];
  /** All other warnings are errors. */
  strict?: boolean;
  /** Flags of go build, a word each, as after `--`. Flags that run programs or name files are refused. */
  'go-flags'?: Text[];
}

/** A file, a directory, or `MODULE@VERSION`, as for --host. */
export type HostName = Text;

/**
 * Several hosts.
 * @minItems 1
 */
export type HostList = (HostName | HostEntry)[];

/** A host, and what is different in a build for it. */
export interface HostEntry {
  /** A file, a directory, or `MODULE@VERSION`, as for --host. */
  file: Text;
  /** What `{host}` in `output` is; the default is the name of the file without its ending. */
  name?: Text;
  /** Directory of the source that the host's main module was built from. */
  'host-src'?: Text;
  /** The C compiler for the host's platform: gcc or clang, with the target in front of it, or `zig cc -target TARGET`. */
  cc?: Text;
  /** The C++ compiler for the host's platform. */
  cxx?: Text;
}

/** The file as it is read: each plugin and each host is a mapping. */
export interface ParsedProject extends Omit<ProjectFile, 'plugins'> {
  plugins: PluginEntry[];
}
