import { compareVersions } from '../base/dottedVersion.js';
import type { Finding } from '../findings/finding.js';
import type { Owner } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import { originalImportPath } from '../names/nameMap.js';
import type { BuiltPlugin, BuiltProgram } from '../model/builtPlugin.js';
import type { Prediction, Verdict } from './prediction.js';
import { cLibraryDiffers, whyNoPlugins } from './hostObstacles.js';
import { findCauses, type Mismatch } from './findCauses.js';
import { differsInRelease, differsInVersion } from './compareGoVersions.js';

/** A package, or C symbols, that the process has already loaded. */
interface Loaded extends Owner {
  /** Who compiled it. */
  program: BuiltProgram;
  /** It came from a plugin that was refused: mapped, but not initialized. */
  refused: boolean;
}

/**
 * Predicts the result of plugin.Open for `plugins`, opened in this order in one process of the host.
 * @param glibc - the version that the host's system has, e.g. `2.31`; undefined if only the version that the host
 *   requires is known.
 * @returns a prediction for each.
 */
export function predictOpen(
  host: HostInfo,
  plugins: readonly BuiltPlugin[],
  glibc: string | undefined,
): Prediction[] {
  const process = new HostProcess(host, glibc);
  return plugins.map((plugin) => process.open(plugin));
}

/** The process of a host, as far as it matters to plugin.Open and the dynamic linker (plugin/plugin_dlopen.go, runtime/plugin.go). */
class HostProcess {
  /** The first file that defines a hash symbol determines its value; a refused plugin stays mapped. */
  readonly #packages = new Map<string, Loaded & { hash: string | undefined }>();
  readonly #cSymbols: { symbols: ReadonlySet<string>; loaded: Loaded }[] = [];
  /** Plugins by real path, for which plugin.Open already knows the result. */
  readonly #answered = new Map<string, BuiltPlugin & { verdict: Verdict }>();
  readonly #pluginPaths = new Map<string, BuiltPlugin>();
  readonly #inodes = new Map<string, BuiltPlugin>();
  /** The runtime looks at the module that was mapped last. */
  #lastRefused = false;
  #dead = false;
  readonly #host: HostInfo & BuiltProgram;

  constructor(
    host: HostInfo,
    readonly glibc: string | undefined,
  ) {
    const { mainModule } = host;
    const modules = new Map(host.modules);
    if (mainModule !== undefined) modules.set(mainModule.path, mainModule);
    this.#host = { ...host, modules };
    const loaded = { owner: host.path, ownerKind: 'host', program: this.#host, refused: false } as const;
    const known =
      host.packageHashes ?? new Map<string, undefined>([...host.packages].map((path) => [path, undefined]));
    for (const [importPath, hash] of known) this.#packages.set(importPath, { ...loaded, hash });
    this.#cSymbols.push({ symbols: host.cSymbols, loaded });
  }

  open(plugin: BuiltPlugin): Prediction {
    const prediction: Prediction = { plugin, verdict: 'not-reached', findings: [], differing: [] };
    if (this.#dead) return prediction;
    const before = this.#answered.get(plugin.realPath);
    if (before !== undefined) {
      if (before.verdict !== 'refused') return { ...prediction, verdict: before.verdict };
      return { ...prediction, verdict: 'refused', findings: [alreadyLoaded(before, plugin, 'refused')] };
    }
    const unmapped = this.#findObstacles(plugin);
    if (unmapped !== undefined) return { ...prediction, ...unmapped };
    return { ...prediction, ...this.#map(plugin) };
  }

  /** What makes it fail before the dynamic linker has mapped the file, or crashes the process. */
  #findObstacles(plugin: BuiltPlugin): Pick<Prediction, 'verdict' | 'findings'> | undefined {
    const { path: host, goos, goarch, source, loadsPlugins, goVersion } = this.#host;
    if (loadsPlugins === false) {
      return { verdict: 'refused', findings: [whyNoPlugins(this.#host)] };
    }
    const platforms = [`${goos}/${goarch}`, `${plugin.goos}/${plugin.goarch}`] as const;
    if (source !== 'module' && platforms[0] !== platforms[1]) {
      const [ofHost, ofPlugin] = platforms;
      return {
        verdict: 'refused',
        findings: [{ kind: 'platform-differs', hostPlatform: ofHost, pluginPlatform: ofPlugin }],
      };
    }
    const otherLibrary = cLibraryDiffers(this.#host, { cLibrary: plugin.cLibrary });
    if (otherLibrary !== undefined) return { verdict: 'refused', findings: [otherLibrary] };
    const { glibc } = plugin;
    if (this.glibc !== undefined && glibc !== undefined && compareVersions(glibc, this.glibc) > 0) {
      const finding: Finding = { kind: 'glibc-too-new', pluginGlibc: glibc, availableGlibc: this.glibc };
      return { verdict: 'refused', findings: [finding] };
    }
    if (source === 'module') return undefined;
    if (hasAsan(plugin) && !hasAsan(this.#host)) {
      this.#dead = true;
      return { verdict: 'crashes', findings: [{ kind: 'sanitizer-not-in-host', host }] };
    }
    if (!differsInRelease(this.#host, plugin)) return undefined;
    this.#dead = true;
    const finding: Finding = {
      kind: 'go-version-differs',
      hostGoVersion: goVersion,
      pluginGoVersion: plugin.goVersion,
    };
    return { verdict: 'crashes', findings: [finding] };
  }

  /** dlopen, then the checks of plugin.lastmoduleinit in their order. */
  #map(plugin: BuiltPlugin): Pick<Prediction, 'verdict' | 'findings' | 'differing'> {
    const sameFile = this.#inodes.get(plugin.inode);
    if (sameFile !== undefined) {
      // dlopen maps nothing new, and the runtime mistakes the module that was mapped last for this one.
      const findings = [alreadyLoaded(sameFile, plugin, 'file')];
      this.#dead = this.#lastRefused;
      return this.#answer(plugin, this.#lastRefused ? 'crashes' : 'refused', findings);
    }
    const samePath = plugin.pluginPath === '' ? undefined : this.#pluginPaths.get(plugin.pluginPath);
    const mismatches = samePath === undefined ? this.#compare(plugin) : [];
    const refused = samePath !== undefined || mismatches.length > 0;
    const findings = [
      ...(samePath === undefined
        ? findCauses(plugin, mismatches)
        : [alreadyLoaded(samePath, plugin, 'path')]),
      ...(refused ? [] : this.#sharedWithRefused(plugin)),
      ...this.#warn(plugin),
    ];
    const loaded = { owner: plugin.file, ownerKind: 'plugin', program: plugin, refused } as const;
    for (const [importPath, hash] of plugin.packageHashes) {
      if (!this.#packages.has(importPath)) this.#packages.set(importPath, { ...loaded, hash });
    }
    this.#cSymbols.push({ symbols: plugin.cSymbols, loaded });
    this.#inodes.set(plugin.inode, plugin);
    this.#lastRefused = refused;
    if (!refused) this.#pluginPaths.set(plugin.pluginPath, plugin);
    const verdict = refused ? 'refused' : this.#host.packageHashes === undefined ? 'unknown' : 'loads';
    return {
      ...this.#answer(plugin, verdict, findings),
      differing: mismatches.map(({ importPath }) => importPath),
    };
  }

  #answer(
    plugin: BuiltPlugin,
    verdict: Verdict,
    findings: Finding[],
  ): Pick<Prediction, 'verdict' | 'findings' | 'differing'> {
    this.#answered.set(plugin.realPath, { ...plugin, verdict });
    return { verdict, findings, differing: [] };
  }

  /** Every package that differs from what the process has loaded. */
  #compare(plugin: BuiltPlugin): Mismatch[] {
    const mismatches: Mismatch[] = [];
    for (const [importPath, hash] of plugin.packageHashes) {
      const loaded = this.#packages.get(importPath);
      if (loaded === undefined) continue;
      const differs =
        loaded.hash === undefined
          ? differsInVersion(loaded.program, plugin, importPath)
          : loaded.hash !== hash;
      if (!differs) continue;
      const original = originalImportPath(plugin.prefixes, importPath);
      mismatches.push({ importPath, original, loaded });
    }
    return mismatches;
  }

  #sharedWithRefused(plugin: BuiltPlugin): Finding[] {
    const shared = new Map<string, Extract<Finding, { kind: 'depends-on-refused' }>>();
    for (const importPath of plugin.packageHashes.keys()) {
      const { refused, owner = '', ownerKind = 'plugin' } = this.#packages.get(importPath) ?? {};
      if (refused !== true) continue;
      const finding = shared.get(owner) ?? { kind: 'depends-on-refused', importPaths: [], owner, ownerKind };
      finding.importPaths.push(originalImportPath(plugin.prefixes, importPath));
      shared.set(owner, finding);
    }
    return [...shared.values()];
  }

  /** What may go wrong whatever plugin.Open returns. */
  #warn(plugin: BuiltPlugin): Finding[] {
    const host = this.#host;
    const findings: Finding[] = this.#sharedSymbols(plugin);
    if (host.settings.get('-buildmode') === 'c-shared')
      findings.push({ kind: 'host-is-library', host: host.path });
    if (host.packageHashes === undefined) return [{ kind: 'versions-only', host: host.path }, ...findings];
    if (hasAsan(plugin)) findings.push({ kind: 'asan-odr-violation', host: host.path });
    const { glibc } = plugin;
    const newer = glibc !== undefined && host.glibc !== undefined && compareVersions(glibc, host.glibc) > 0;
    if (this.glibc === undefined && newer) {
      findings.push({ kind: 'glibc-newer-than-host', pluginGlibc: glibc, hostGlibc: host.glibc ?? '' });
    }
    const sonames = plugin.needed.filter((soname) => !isThere(soname, host));
    if (sonames.length > 0) findings.push({ kind: 'library-not-in-host', sonames });
    return findings;
  }

  /** Recognises the C symbols of packages that are equal on both sides on purpose, by the plan or by elimination. */
  #sharedC(
    { plan, packageHashes, cPackages }: BuiltPlugin,
    owner: BuiltProgram,
  ): (symbol: string) => boolean {
    const theirs = owner === this.#host ? this.#host.packageHashes : (owner as BuiltPlugin).packageHashes;
    const isEqual = (path: string): boolean => {
      const hash = packageHashes.get(path);
      return hash !== undefined && theirs?.get(path) === hash;
    };
    const owners = new Map<string, string>();
    for (const { importPath, cSymbols } of plan?.sharedC ?? [])
      for (const symbol of cSymbols) owners.set(symbol, importPath);
    const known = new Set(owners.values());
    const others = cPackages.filter((path) => !known.has(path));
    const isOfEqual = others.length > 0 && others.every(isEqual);
    return (symbol) => {
      const importPath = owners.get(symbol);
      return importPath === undefined ? isOfEqual : isEqual(importPath);
    };
  }

  #sharedSymbols(plugin: BuiltPlugin): Finding[] {
    return this.#cSymbols.flatMap(({ symbols, loaded: { owner, ownerKind, program } }): Finding[] => {
      const isShared = this.#sharedC(plugin, program);
      const both = [...plugin.cSymbols].filter((symbol) => symbols.has(symbol) && !isShared(symbol));
      return both.length === 0 ? [] : [{ kind: 'c-symbol-shared', cSymbols: both, owner, ownerKind }];
    });
  }
}

function alreadyLoaded(
  before: BuiltPlugin,
  { pluginPath }: BuiltPlugin,
  cause: 'path' | 'file' | 'refused',
): Finding {
  return { kind: 'plugin-already-loaded', pluginPath, cause, owner: before.file, ownerKind: 'plugin' };
}

/** Built with -asan; gcc's run-time library shows it if build info does not. */
function hasAsan({ settings, needed }: Pick<BuiltPlugin, 'settings' | 'needed'>): boolean {
  return settings.get('-asan') === 'true' || needed.some((library) => library.startsWith('libasan.so'));
}

/** Libraries that are part of the C library exist wherever libc does. */
function isThere(library: string, { needed, cLibrary }: HostInfo): boolean {
  if (needed.includes(library)) return true;
  // musl contains all of them, whatever follows the name (ldso/dynlink.c, load_library).
  if (cLibrary === 'musl') return /^lib(c|pthread|rt|m|dl|util|xnet)\./.test(library);
  return (
    needed.includes('libc.so.6') && /^(ld-linux.*|lib(pthread|dl|m|rt|resolv|util))\.so\.\d+$/.test(library)
  );
}
