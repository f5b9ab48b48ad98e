import { parseJsonStream } from '../golist/loadModuleGraph.js';
import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import type { GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';

/**
 * Removes modules that the host does not have, such as the plugin, from a workspace: their requirements would raise the
 * versions that the host was built with.
 * @param dir - absolute, of the host's main module.
 * @param copy - absolute path of a go.work with absolute directories.
 */
export async function leaveOutOthers(
  host: HostInfo,
  dir: string,
  { command, overrides }: GoSettings,
  copy: string,
): Promise<void> {
  const run = async (args: string[]): Promise<string> => {
    const env = { ...overrides, GOFLAGS: '-buildvcs=false', GOWORK: copy, GOTOOLCHAIN: 'local', PWD: dir };
    const { exitCode, stdout, stderr } = await runProcess(command, args, { cwd: dir, env });
    if (exitCode === 0) return stdout;
    throw new UserError(`go ${args.join(' ')} in ${dir}:\n${stderr.trim()}`, "Fix the host's go.work.");
  };
  const members = parseJsonStream<{ Path: string; Dir: string }>(await run(['list', '-m', '-json']));
  const others = members.filter(({ Path }) => Path !== host.mainModule?.path && !host.modules.has(Path));
  if (others.length > 0) await run(['work', 'edit', ...others.map(({ Dir }) => `-dropuse=${Dir}`), copy]);
}
