import { settingHas } from '../base/goSettingsTable.js';
import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import type { ModuleMode } from '../worktree/workTree.js';
import { environment } from '../process/call.js';
import { runProcess, type ProcessResult } from '../process/run.js';

/** The settings for compiling a work tree's packages. */
export interface CompileRequest {
  settings: GoSettings;
  /** Absolute directory of the work tree's root module. */
  root: string;
  moduleMode: ModuleMode;
  /** Absolute directory for the go command's temporary files. */
  tempDir: string;
  buildMode: BuildMode;
  /** The user's flags, translated for the work tree, and the link flags. */
  flags: string[];
  /** Profile for -pgo: absolute path, or undefined for none. */
  profile: string | undefined;
  /** Called with each line that the go command prints on standard error, at once. */
  onErrorLine?: ((line: string) => void) | undefined;
}

export interface GoBuildRequest extends CompileRequest {
  /** Import path of the main package in the work tree. */
  main: string;
  /** Absolute. */
  output: string;
}

/** The flags that `go build` and `go list -export` must share to compile a package once. */
export function compileArguments({
  settings,
  moduleMode,
  buildMode,
  profile,
  flags,
}: CompileRequest): string[] {
  return [
    `-buildmode=${buildMode}`,
    `-mod=${moduleMode.mod}`,
    '-buildvcs=false',
    // A default.pgo next to main would recompile the standard library, so that it would differ from the host's.
    ...(settings.minor >= 20 ? [`-pgo=${profile ?? 'off'}`] : []),
    ...flags,
  ];
}

/** The arguments of `go` that build a work tree. */
export function goBuildArguments(request: GoBuildRequest): string[] {
  return ['build', ...compileArguments(request), '-o', request.output, request.main];
}

/** The variables that keep the user's GOFLAGS and toolchain choice out of the work tree. */
const WORK_TREE_ENVIRONMENT = {
  // An empty GOFLAGS would let the value of `go env -w` apply.
  GOFLAGS: '-mod=readonly',
  GO111MODULE: 'on',
  GOTOOLCHAIN: 'local',
};

/** All variables of a go command in the work tree: the host's settings, and what keeps the user's out. */
function workTreeEnvironment({ settings, moduleMode }: CompileRequest): Record<string, string> {
  return { ...settings.overrides, ...WORK_TREE_ENVIRONMENT, ...moduleMode.env };
}

/** The words that repeat a go command of the work tree in another shell, including the user's variables. */
export function repeatableEnvironment(request: CompileRequest): Record<string, string> {
  const ofUser = Object.entries(environment())
    .filter(([name]) => settingHas(name, 'repeated'))
    .sort();
  return { ...(Object.fromEntries(ofUser) as Record<string, string>), ...workTreeEnvironment(request) };
}

/** Runs the go command in the work tree. */
export function runGoInWorkTree(request: CompileRequest, args: readonly string[]): Promise<ProcessResult> {
  const { settings, root, tempDir, flags, onErrorLine } = request;
  // If a signal ends the go command, its temporary files stay, so this removes them. The user's GOTMPDIR, and -work, which
  // keeps the files for the user, have precedence.
  const chosen = settings.env['GOTMPDIR'] !== '' || flags.some((flag) => /^-work(=|$)/.test(flag));
  const env = {
    ...workTreeEnvironment(request),
    ...(chosen ? {} : { GOTMPDIR: tempDir }),
  };
  return runProcess(settings.command, args, { cwd: root, env, onErrorLine });
}
