import { suggestCompiler, type CLibrary } from '../model/cLibrary.js';
import { splitQuoted } from '../base/goFlags.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';

/** What a plugin is linked with, or is going to be. */
interface Linked {
  cLibrary: CLibrary | undefined;
  /** The C compiler, as CC names it; undefined for a plugin that is there. */
  compiler?: string;
  /** Its file, where several are spoken of. */
  file?: string;
  /** GOARCH of the machine that builds; by default the host's. */
  goHostArch?: string;
}

/**
 * Why plugin.Open fails in a host whatever the plugin is.
 * @param host - one that loads no plugins.
 */
export function whyNoPlugins(host: HostInfo): Finding {
  const { path, settings, needed, source } = host;
  const cause =
    settings.get('CGO_ENABLED') === '0'
      ? 'CGO_ENABLED=0'
      : settings.get('-buildmode') === 'c-archive'
        ? 'c-archive'
        : source !== 'module' && needed.length === 0
          ? 'static'
          : 'other';
  return { kind: 'host-cannot-load-plugins', host: path, cause };
}

/** Undefined where either has no C library, or an unknown one. */
export function cLibraryDiffers({ cLibrary: ofHost, goarch }: HostInfo, plugin: Linked): Finding | undefined {
  const { cLibrary, compiler, file, goHostArch = goarch } = plugin;
  if (ofHost === undefined || cLibrary === undefined || ofHost === cLibrary) return undefined;
  const usual = suggestCompiler(ofHost, goarch, goarch === goHostArch);
  // On Alpine, gcc links with musl.
  const isThat = splitQuoted(compiler ?? '')[0] === usual.command;
  const { command, debian } = isThat ? suggestCompiler(ofHost, goarch, false) : usual;
  return {
    kind: 'c-library-differs',
    hostLibrary: ofHost,
    pluginLibrary: cLibrary,
    compiler,
    file,
    suggestedCompiler: command,
    debianPackage: debian,
  };
}

/** A package of every program with cgo, that every plugin shares with its host. */
const WITH_CGO = 'runtime/cgo';

/** -gcflags for all packages, the standard library's among them, with -trimpath in it. */
const TRIMS_ALL = /^(all|std|\.\.\.)=(.*[\s'"])?--?trimpath\b/s;

/**
 * The go command passes -trimpath to the compiler itself, for its own temporary directory; one in -gcflags replaces
 * that, and the files that cgo has made there keep the names that they had (cmd/go/internal/work/gc.go).
 * @returns the value of -gcflags; undefined where it is harmless.
 */
export function gcflagsTrimpath(settings: ReadonlyMap<string, string>): string | undefined {
  const gcflags = settings.get('-gcflags');
  return gcflags !== undefined && TRIMS_ALL.test(gcflags) ? gcflags : undefined;
}

/** What no build for this host can change. */
export function findHostObstacles(host: HostInfo): Finding[] {
  if (host.loadsPlugins === false) return [whyNoPlugins(host)];
  const gcflags = gcflagsTrimpath(host.settings);
  if (gcflags === undefined) return [];
  return [{ kind: 'gcflags-trimpath', gcflags, packages: [WITH_CGO], owner: host.path, ownerKind: 'host' }];
}
