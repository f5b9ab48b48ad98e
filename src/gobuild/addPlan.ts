import { writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../base/userError.js';
import { splitQuoted } from '../base/goFlags.js';
import type { GoSettings } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import { PLAN_SECTION, type PluginPlan } from '../model/pluginPlan.js';
import { runProcess } from '../process/run.js';

/** Whether the output carries its plan: plugins and C libraries do, on systems with ELF files. */
export function carriesPlan({ goos }: GoSettings, buildMode: BuildMode): boolean {
  return (
    ['linux', 'freebsd', 'android'].includes(goos) && (buildMode === 'plugin' || buildMode === 'c-shared')
  );
}

/**
 * Adds the plan to a built file, as a section that is not loaded; `strip` leaves it there.
 * @param file - absolute.
 * @param tempDir - absolute, for a temporary file.
 * @throws UserError if objcopy fails.
 */
export async function addPlan(
  file: string,
  plan: PluginPlan,
  settings: GoSettings,
  tempDir: string,
): Promise<void> {
  const content = join(tempDir, 'plan.json');
  writeFileSync(content, JSON.stringify(plan));
  const program = await chooseObjcopy(settings, tempDir);
  const flags = ['--set-section-flags', `${PLAN_SECTION}=noload,readonly`];
  const args = ['--add-section', `${PLAN_SECTION}=${content}`, ...flags, file];
  const { exitCode, stderr } = await runProcess(program, args, { cwd: tempDir, env: { LC_ALL: 'C' } });
  if (exitCode === 0) return;
  throw new UserError(
    `${program} cannot add the plan to the built file: ${stderr.trim()}`,
    'Install the binutils for the target (Debian: `binutils-aarch64-linux-gnu` and the like), in addition to its C compiler.',
  );
}

/** Uses the objcopy that a cross compiler reports for its target; a native compiler, and none, give `objcopy`. */
async function chooseObjcopy({ env }: GoSettings, cwd: string): Promise<string> {
  const [compiler = 'gcc', ...args] = splitQuoted(env['CC'] ?? '');
  const { exitCode, stdout } = await runProcess(compiler, [...args, '-print-prog-name=objcopy'], { cwd });
  const program = stdout.trim();
  return exitCode === 0 && isAbsolute(program) ? program : 'objcopy';
}
