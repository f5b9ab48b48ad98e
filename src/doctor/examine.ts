import { loadGoSettings } from '../load/settings.js';
import { CannotDo } from '../model/finding.js';
import { splitQuoted } from '../model/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';

export interface Check {
  ok: boolean;
  name: string;
  /** The version found, or what is wrong. */
  detail: string;
  /** What to install or set. */
  advice?: string;
}

/** Looks at everything that a build needs. @param cwd absolute; go.mod there may choose the toolchain. */
export async function examine(cwd: string): Promise<Check[]> {
  const node: Check = { ok: true, name: 'node', detail: process.version };
  let settings: GoSettings;
  try {
    settings = await loadGoSettings(cwd);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    const go = {
      ok: false,
      name: 'go',
      detail: error.message,
      advice: 'Install Go 1.18 or newer: https://go.dev/dl/',
    };
    return [node, go, await examineObjdump(cwd)];
  }
  return [
    node,
    { ok: true, name: 'go', detail: `${settings.version} (${settings.goroot})` },
    examineTarget(settings),
    ...(await Promise.all([
      examineCompiler(settings, 'CC', 'C compiler', cwd),
      examineCompiler(settings, 'CXX', 'C++ compiler', cwd),
    ])),
    {
      ok: settings.cgoEnabled,
      name: 'cgo',
      detail: settings.cgoEnabled ? 'enabled' : 'CGO_ENABLED=0',
      advice: 'Plugins are linked by the C compiler: install one and set CGO_ENABLED=1.',
    },
    await examineObjdump(cwd),
  ];
}

/** Systems with -buildmode=plugin (internal/platform.BuildModeSupported). */
function examineTarget({ goos, goarch }: GoSettings): Check {
  return {
    ok: ['linux', 'darwin', 'freebsd', 'android'].includes(goos),
    name: 'target',
    detail: `${goos}/${goarch}`,
    advice: `${goos} has no Go plugins: build for linux, darwin or freebsd.`,
  };
}

async function examineCompiler(
  settings: GoSettings,
  variable: string,
  name: string,
  cwd: string,
): Promise<Check> {
  const [command = '', ...args] = splitQuoted(settings.env[variable] ?? '');
  const version = await firstLine(command, [...args, '--version'], cwd);
  // C++ is needed only where a dependency brings some.
  const ok = version !== undefined || variable === 'CXX';
  return {
    ok,
    name,
    detail: version ?? `${command} not found${ok ? ' (needed only for C++ dependencies)' : ''}`,
    advice: 'Debian: `apt-get install gcc`; Alpine: `apk add gcc musl-dev`; macOS: `xcode-select --install`.',
  };
}

async function examineObjdump(cwd: string): Promise<Check> {
  const version = await firstLine('objdump', ['--version'], cwd);
  return {
    ok: version !== undefined,
    name: 'objdump',
    detail: version ?? 'not found',
    advice: 'Debian and Alpine: install `binutils`; it proves that a built plugin is what was planned.',
  };
}

async function firstLine(command: string, args: string[], cwd: string): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runProcess(command, args, { cwd });
    return exitCode === 0 ? (stdout.split('\n')[0] ?? '') : undefined;
  } catch (error) {
    if (error instanceof CannotDo) return undefined;
    throw error;
  }
}
