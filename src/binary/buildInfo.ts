import { UserError } from '../base/userError.js';
import type { RecordedModule } from '../model/host.js';
import { runProcess } from '../process/run.js';
import { elfParts } from './archive.js';
import { ElfFile } from './elfFile.js';
import { readRecordedInfo } from './recordedInfo.js';

/** What `go version -m` reads from a built file. */
export interface BuildInfo {
  /** e.g. `go1.26.8`; empty if the file has none. */
  goVersion: string;
  /** Import path of the main package; for a plugin, the plugin path. */
  path: string;
  /** Path of the main module; undefined if it is not recorded. */
  mainModule: string | undefined;
  /** All modules by path, main module included; of two with one path, the first. */
  modules: Map<string, RecordedModule>;
  /** The second of two modules with one path: the renamed copy of a module that is also shared. */
  copies: Map<string, RecordedModule>;
  /** Build settings without quotes around them, e.g. `-buildmode` → `plugin`. */
  settings: Map<string, string>;
}

/**
 * @param file - absolute; a file without build info gives empty fields.
 * @throws UserError if the go command does not print everything that an ELF file contains.
 */
export async function readBuildInfo(file: string, cwd: string): Promise<BuildInfo> {
  const { stdout } = await runProcess('go', ['version', '-m', file], { cwd, reads: file });
  requireAllLines(stdout, file);
  return parseBuildInfo(stdout, file);
}

/** Lines of these kinds are read; later Go versions may add others. */
const KNOWN = /^(path|mod|dep|=>|build)\t/;

function requireAllLines(text: string, file: string): void {
  const [part] = elfParts(file);
  const recorded = part?.start === 0 ? readRecordedInfo(new ElfFile(part)) : undefined;
  if (recorded === undefined) return;
  const lines = text.split('\n');
  const expected = recorded.lines.filter((line) => KNOWN.test(line)).length;
  const found = lines.filter((line) => line.startsWith('\t') && KNOWN.test(line.slice(1))).length;
  if (found === expected && lines[0] === `${file}: ${recorded.goVersion}` && text.endsWith('\n')) return;
  throw new UserError(
    `the output of \`go version -m\` is incomplete: ${String(found)} of ${String(expected)} lines about ${file}`,
    'Check that `go` is the go command (`gorename-plugin doctor`), and that the disk of TMPDIR is not full; then try again.',
  );
}

/** The text of `go version -m`: `file: go1.x`, then tab-separated lines. */
export function parseBuildInfo(text: string, file: string): BuildInfo {
  const info: BuildInfo = {
    goVersion: '',
    path: '',
    mainModule: undefined,
    modules: new Map(),
    copies: new Map(),
    settings: new Map(),
  };
  let last: RecordedModule | undefined;
  for (const line of text.split('\n')) {
    const [first = '', kind = '', value = '', version = '', sum = ''] = line.split('\t');
    const recorded = {
      path: value,
      version: version === '(devel)' || version === '' ? undefined : version,
      sum: sum === '' ? undefined : sum,
    };
    if (first.startsWith(`${file}: `)) info.goVersion = first.slice(file.length + 2);
    else if (kind === 'path') info.path = value;
    else if (kind === 'mod' || kind === 'dep') {
      last = { ...recorded, replace: undefined };
      (info.modules.has(value) ? info.copies : info.modules).set(value, last);
      if (kind === 'mod') info.mainModule = value;
    } else if (kind === '=>' && last !== undefined) {
      last.replace = recorded;
    } else if (kind === 'build') {
      const equals = value.indexOf('=');
      info.settings.set(value.slice(0, equals), unquote(value.slice(equals + 1)));
    }
  }
  const main = info.modules.get(info.mainModule ?? '');
  // A version that comes from version control: the module was built from a directory (since go1.24).
  if (main !== undefined && info.settings.has('vcs')) main.version = undefined;
  return info;
}

/** Values with spaces are quoted by strconv.Quote (runtime/debug, BuildInfo.String), or in backquotes. */
function unquote(value: string): string {
  if (value.startsWith('`')) return value.slice(1, -1);
  if (!value.startsWith('"')) return value;
  try {
    return JSON.parse(value) as string;
  } catch {
    return value.slice(1, -1);
  }
}
