import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { runProcess } from '../process/run.js';

/**
 * Why the target does not support such a build mode, in the go command's words; undefined if it does. Go's table
 * (internal/platform.BuildModeSupported) grows with each version.
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
      // No go.mod or GOFLAGS may affect this; if GOFLAGS were empty, the value of `go env -w` would apply.
      env: { ...settings.overrides, GO111MODULE: 'off', GOFLAGS: '-buildvcs=false', GOTOOLCHAIN: 'local' },
    },
  );
  return exitCode === 0 ? undefined : stderr.trim();
}
