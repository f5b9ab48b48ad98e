import { askCompiler } from '../gobuild/compilerTarget.js';
import { describeCompiler, suggestCompiler } from '../model/cLibrary.js';
import { UserError } from '../base/userError.js';
import { Refused } from '../findings/refused.js';
import type { Finding } from '../findings/finding.js';
import { hasErrors, NO_POLICY } from '../findings/policy.js';
import type { HostInfo } from '../model/host.js';
import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { cLibraryDiffers } from '../predict/hostObstacles.js';
import { minorOf } from '../base/goVersion.js';

/** What a build will use. */
export interface StartOptions {
  settings: GoSettings;
  buildMode: BuildMode;
  /** Absolute; must exist. */
  tempDir: string;
  /** Undefined without a host. */
  host: HostInfo | undefined;
  /** Earlier findings, which are shown as well if the build ends here. */
  findings: readonly Finding[];
}

/**
 * Compares what is known of a build before anything is compiled with its target and its host.
 * @throws Refused if host and plugin do not fit; UserError if the C compiler is for another platform.
 */
export async function checkStart(options: StartOptions): Promise<void> {
  const { host } = options;
  if (host !== undefined && host.source !== 'module') refuse(findDifferences(host, options), options);
  const isCross = options.settings.env['GOHOSTARCH'] !== options.settings.goarch;
  const comparesC = host?.cLibrary !== undefined;
  if (options.buildMode === 'exe' || !options.settings.cgoEnabled || !(isCross || comparesC)) return;
  await checkCompiler(options);
}

/** All of a host that `checkStart` compares. */
export function platformOf({ source, goos, goarch, goVersion, cLibrary }: HostInfo): object {
  return { source, goos, goarch, goVersion, cLibrary };
}

/** @throws Refused for an error among the findings. */
export function refuse(found: readonly Finding[], { findings }: Pick<StartOptions, 'findings'>): void {
  // None of these errors can be allowed.
  if (hasErrors(found, NO_POLICY)) throw new Refused([...findings, ...found]);
}

/** Target and Go version, which the user may have set differently from the host's. */
function findDifferences(host: HostInfo, { settings }: StartOptions): Finding[] {
  const [ofHost, ofPlugin] = [`${host.goos}/${host.goarch}`, `${settings.goos}/${settings.goarch}`];
  if (ofHost !== ofPlugin)
    return [{ kind: 'platform-differs', hostPlatform: ofHost, pluginPlatform: ofPlugin }];
  const [hostMinor, minor] = [minorOf(host.goVersion), minorOf(settings.version)];
  if (hostMinor === undefined || minor === undefined || hostMinor === minor) return [];
  return [{ kind: 'go-version-differs', hostGoVersion: host.goVersion, pluginGoVersion: settings.version }];
}

async function checkCompiler(options: StartOptions): Promise<void> {
  const { settings, host, tempDir } = options;
  const target = await askCompiler(settings, tempDir);
  if (target === undefined) return;
  const compiler = settings.env['CC'] ?? '';
  const { goos, goarch } = settings;
  const goHostArch = settings.env['GOHOSTARCH'] ?? '';
  if (target.goarch !== '' && target.goarch !== goarch) {
    const suggested = suggestCompiler(host?.cLibrary ?? 'glibc', goarch, goarch === goHostArch);
    throw new UserError(
      `the C compiler ${compiler} compiles for ${target.goarch}, but ` +
        (host === undefined ? `GOARCH is ${goarch}` : `the host is for ${goos}/${goarch}`),
      `Install a C compiler for ${goos}/${goarch}, and set ${describeCompiler(suggested)}.`,
    );
  }
  if (host === undefined) return;
  const finding = cLibraryDiffers(host, { ...target, compiler, goHostArch });
  if (finding !== undefined) refuse([finding], options);
}
