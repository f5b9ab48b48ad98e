import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { runProcess } from '../process/run.js';

/**
 * Why the target has no such build mode, in the go command's words; undefined when it has. Go's own table
 * (internal/platform.BuildModeSupported) grows with each release.
 */
export async function whyNoBuildMode(
  settings: GoSettings,
  buildMode: BuildMode,
): Promise<string | undefined> {
  const { exitCode, stderr } = await runProcess(
    settings.command,
    ['list', `-buildmode=${buildMode}`, 'unsafe'],
    {
      cwd: settings.goroot,
      // Nobody's go.mod and GOFLAGS have a say in this; an empty GOFLAGS would let the one of `go env -w` through.
      env: { ...settings.overrides, GO111MODULE: 'off', GOFLAGS: '-buildvcs=false', GOTOOLCHAIN: 'local' },
    },
  );
  return exitCode === 0 ? undefined : stderr.trim();
}
