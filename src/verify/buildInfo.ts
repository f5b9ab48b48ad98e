import { versionOfCopy } from '../model/names.js';
import { runProcess } from '../process/run.js';

/** What `go version -m` reads from a built file. */
export interface BuildInfo {
  /** e.g. `go1.26.8`; empty when the file holds none. */
  goVersion: string;
  /** Import path of the main package; for a plugin, the plugin path. */
  path: string;
  /** Module path -> version, main module included; undefined for one that is no release. */
  modules: Map<string, string | undefined>;
  /** Build settings, e.g. `-buildmode` -> `plugin`. */
  settings: Map<string, string>;
}

/** @param file absolute; a file without build info gives empty fields. */
export async function readBuildInfo(file: string, cwd: string): Promise<BuildInfo> {
  const { stdout } = await runProcess('go', ['version', '-m', file], { cwd });
  return parseBuildInfo(stdout, file);
}

/** The text of `go version -m`: `file: go1.x`, then tab-separated lines. */
export function parseBuildInfo(text: string, file: string): BuildInfo {
  const info: BuildInfo = { goVersion: '', path: '', modules: new Map(), settings: new Map() };
  let lastModule = '';
  for (const line of text.split('\n')) {
    const [first = '', kind = '', value = '', version = ''] = line.split('\t');
    if (first.startsWith(`${file}: `)) info.goVersion = first.slice(file.length + 2);
    else if (kind === 'path') info.path = value;
    else if (kind === 'mod' || kind === 'dep') {
      lastModule = value;
      info.modules.set(value, version === '(devel)' ? undefined : version);
    } else if (kind === '=>') {
      // A renamed module is required at a version that its path allows; its copy's directory tells the true one.
      info.modules.set(lastModule, version === '(devel)' || version === '' ? versionOfCopy(value) : version);
    } else if (kind === 'build') {
      const equals = value.indexOf('=');
      info.settings.set(value.slice(0, equals), value.slice(equals + 1));
    }
  }
  return info;
}

/** The module that holds a package: the longest path that is a prefix of the import path, element by element. */
export function moduleOf(info: BuildInfo, importPath: string): string | undefined {
  return [...info.modules.keys()]
    .filter((module) => importPath === module || importPath.startsWith(`${module}/`))
    .sort((a, b) => b.length - a.length)[0];
}
