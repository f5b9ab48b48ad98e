import { UserError } from '../base/userError.js';
import { recallHost } from '../host/recallHost.js';
import type { BuildOptions } from '../model/options.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';

/** Packages that turn out to differ are added to it after each build. */
export type OpenShare = ShareOptions & { differing: Set<string> };

/**
 * Reads the host, if there is one.
 * @param readOnly - write nothing to the work directory.
 * @throws UserError if it cannot be read, or nothing can be shared with it.
 */
export async function openShare(
  { host: asked, cwd, workDir, buildMode }: Pick<BuildOptions, 'host' | 'cwd' | 'workDir' | 'buildMode'>,
  readOnly: boolean,
): Promise<OpenShare | undefined> {
  if (asked === undefined) return undefined;
  if (buildMode !== 'plugin') {
    throw new UserError(
      `--host cannot be combined with --buildmode=${buildMode}`,
      'Leave --host out: only plugins share packages with the program that loads them.',
    );
  }
  return {
    ...asked,
    host: await recallHost(asked.host, { cwd, workDir, readOnly }),
    differing: new Set<string>(),
  };
}
