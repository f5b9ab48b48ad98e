import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { runProcess, type ProcessResult } from '../process/run.js';

export interface GoBuildRequest {
  settings: GoSettings;
  /** Absolute directory of the work tree's root module. */
  root: string;
  /** Import path of the main package in the work tree. */
  main: string;
  buildMode: BuildMode;
  /** The user's flags for the work tree, and the link flags. */
  flags: string[];
  /** Profile for -pgo: absolute path, or undefined for none. */
  profile: string | undefined;
  /** Absolute. */
  output: string;
}

/** The arguments of `go` that build a work tree. */
export function goBuildArguments(request: GoBuildRequest): string[] {
  const { settings, profile } = request;
  return [
    'build',
    `-buildmode=${request.buildMode}`,
    '-mod=readonly',
    '-buildvcs=false',
    // A default.pgo beside main would recompile the standard library, which the host then does not share.
    ...(settings.minor >= 20 ? [`-pgo=${profile ?? 'off'}`] : []),
    ...request.flags,
    '-o',
    request.output,
    request.main,
  ];
}

/** The variables that keep the user's workspace, GOFLAGS and toolchain choice out of the work tree. */
export const WORK_TREE_ENVIRONMENT = {
  GOWORK: 'off',
  // An empty GOFLAGS would let the one of `go env -w` through.
  GOFLAGS: '-mod=readonly',
  GO111MODULE: 'on',
  GOTOOLCHAIN: 'local',
};

/** Runs `go build` in the work tree. */
export function goBuild(request: GoBuildRequest): Promise<ProcessResult> {
  return runProcess(request.settings.command, goBuildArguments(request), {
    cwd: request.root,
    env: WORK_TREE_ENVIRONMENT,
  });
}
