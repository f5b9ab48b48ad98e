import { suggestCompiler, type CLibrary } from '../model/cLibrary.js';
import { splitQuoted } from '../base/goFlags.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';

/** What a plugin is linked with, or will be. */
interface Linked {
  cLibrary: CLibrary | undefined;
  /** The C compiler, as CC names it; undefined for a plugin that is already built. */
  compiler?: string;
  /** Its file, if there are several. */
  file?: string;
  /** GOARCH of the machine that builds; by default the host's. */
  goHostArch?: string;
}

/**
 * Why plugin.Open fails in a host for every plugin.
 * @param host - one that cannot load plugins.
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

/** Undefined if either has no C library, or an unknown one. */
export function cLibraryDiffers({ cLibrary: ofHost, goarch }: HostInfo, plugin: Linked): Finding | undefined {
  const { cLibrary, compiler, file, goHostArch = goarch } = plugin;
  if (ofHost === undefined || cLibrary === undefined || ofHost === cLibrary) return undefined;
  const usual = suggestCompiler(ofHost, goarch, goarch === goHostArch);
  // On Alpine, gcc links with musl.
  const isThat = splitQuoted(compiler ?? '')[0] === usual.command;
  const { command, debian } = isThat ? suggestCompiler(ofHost, goarch, false) : usual;
  return {
    kind: 'c-library-differs',
    hostCLibrary: ofHost,
    pluginCLibrary: cLibrary,
    compiler,
    file,
    suggestedCompiler: command,
    debianPackage: debian,
  };
}

/** A package in every program with cgo, which every plugin shares with its host. */
const WITH_CGO = 'runtime/cgo';

/** -gcflags for all packages, including the standard library, that contain -trimpath. */
const TRIMS_ALL = /^(all|std|\.\.\.)=(.*[\s'"])?--?trimpath\b/s;

/**
 * The go command passes -trimpath to the compiler to remove its temporary directory. A -trimpath in -gcflags replaces
 * that, so the files that cgo generates keep the name of that directory (cmd/go/internal/work/gc.go).
 * @returns the value of -gcflags; undefined if it is harmless.
 */
export function gcflagsTrimpath(settings: ReadonlyMap<string, string>): string | undefined {
  const gcflags = settings.get('-gcflags');
  return gcflags !== undefined && TRIMS_ALL.test(gcflags) ? gcflags : undefined;
}

/** Problems that no build for this host can fix. */
export function findHostObstacles(host: HostInfo): Finding[] {
  if (host.loadsPlugins === false) return [whyNoPlugins(host)];
  const gcflags = gcflagsTrimpath(host.settings);
  if (gcflags === undefined) return [];
  return [
    { kind: 'gcflags-trimpath', gcflags, importPaths: [WITH_CGO], owner: host.path, ownerKind: 'host' },
  ];
}
