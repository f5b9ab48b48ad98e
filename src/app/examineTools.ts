import { whyNoBuildMode } from '../golist/buildModeSupport.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { UserError } from '../base/userError.js';
import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { findProgram } from '../process/findProgram.js';
import { runProcess } from '../process/run.js';
import { loadParser } from '../syntax/parser.js';

export interface Check {
  ok: boolean;
  name: string;
  /** The version found, or what is wrong. */
  detail: string;
  /** What to install or set if it is not ok. */
  advice?: string | undefined;
}

/**
 * Checks everything that a build needs.
 * @param cwd - absolute; go.mod there may choose the toolchain.
 */
export async function examine(cwd: string): Promise<Check[]> {
  let settings: GoSettings;
  try {
    settings = await loadGoSettings(cwd, cwd);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      examineParser(),
      { ok: false, name: 'go', detail: error.message, advice: error.advice },
      await examineObjdump(cwd),
    ];
  }
  const { version, goroot, cgoEnabled } = settings;
  const [target, cCompiler, cppCompiler, objdump] = await Promise.all([
    examineTarget(settings),
    examineCompiler(settings, 'CC', cwd),
    examineCompiler(settings, 'CXX', cwd),
    examineObjdump(cwd),
  ]);
  const cgo: Check = {
    ok: cgoEnabled,
    name: 'cgo',
    detail: cgoEnabled ? 'enabled' : 'CGO_ENABLED=0',
    advice: 'Plugins are linked by the C compiler: install one and set CGO_ENABLED=1.',
  };
  const go: Check = { ok: true, name: 'go', detail: `${version} (${goroot})` };
  return [examineParser(), go, target, cCompiler, cppCompiler, cgo, objdump];
}

/**
 * Checks before a long build that the other programs it needs exist. Does not run them: that would take as long as
 * everything else before an edited main is compiled.
 * @throws UserError that names what to install.
 */
export function requireTools(
  settings: GoSettings,
  { cwd, buildMode }: { cwd: string; buildMode: BuildMode },
): void {
  const [compiler = ''] = splitQuoted(settings.env['CC'] ?? '');
  const checks = [
    ...(buildMode === 'exe' ? [] : [compilerCheck('CC', compiler, findProgram(compiler, cwd).found)]),
    objdumpCheck(findProgram('objdump', cwd).found),
  ];
  const missing = checks.find(({ ok }) => !ok);
  if (missing !== undefined) throw new UserError(missing.detail, missing.advice);
}

/** The only part of this program that is compiled for one platform. */
function examineParser(): Check {
  try {
    loadParser();
    return { ok: true, name: 'Go parser', detail: 'tree-sitter' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ok: false, name: 'Go parser', detail: error.message, advice: error.advice };
  }
}

async function examineTarget(settings: GoSettings): Promise<Check> {
  const reason = await whyNoBuildMode(settings, 'plugin');
  return {
    ok: reason === undefined,
    name: 'target',
    detail: reason ?? `${settings.goos}/${settings.goarch}`,
    advice: 'Plugins exist on linux, darwin, freebsd and android only: set GOOS and GOARCH to one of them.',
  };
}

async function examineCompiler(settings: GoSettings, variable: 'CC' | 'CXX', cwd: string): Promise<Check> {
  const [command = '', ...args] = splitQuoted(settings.env[variable] ?? '');
  return compilerCheck(variable, command, await firstLine(command, [...args, '--version'], cwd));
}

/**
 * @param found - the program, or its version; undefined if it is missing.
 */
function compilerCheck(variable: 'CC' | 'CXX', command: string, found: string | undefined): Check {
  // C++ is needed only if a dependency has C++ code.
  const optional = variable === 'CXX';
  return {
    ok: found !== undefined || optional,
    name: optional ? 'C++ compiler' : 'C compiler',
    detail:
      found ??
      `cannot run the ${optional ? 'C++' : 'C'} compiler ${command}${optional ? ' (needed only for C++ dependencies)' : ''}`,
    advice:
      'Debian: `apt-get install gcc`; Alpine: `apk add gcc musl-dev`; macOS: `xcode-select --install`; or set CC.',
  };
}

async function examineObjdump(cwd: string): Promise<Check> {
  return objdumpCheck(await firstLine('objdump', ['--version'], cwd));
}

/**
 * @param found - as above.
 */
function objdumpCheck(found: string | undefined): Check {
  return {
    ok: found !== undefined,
    name: 'objdump',
    detail: found ?? 'cannot run objdump',
    advice: 'Debian and Alpine: install `binutils`; objdump is needed to verify the built plugin.',
  };
}

/** The first line of output; undefined if the program cannot be started. It need not know --version. */
async function firstLine(command: string, args: string[], cwd: string): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runProcess(command, args, { cwd });
    return exitCode === 0 ? (stdout.split('\n')[0] ?? '') : command;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
