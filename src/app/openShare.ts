import { UserError } from '../base/userError.js';
import { readHost } from '../host/readHost.js';
import type { BuildOptions } from '../model/options.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';

/** Packages that turn out to differ are added to it after each build. */
export type OpenShare = ShareOptions & { differing: Set<string> };

/**
 * Reads the host, if there is one.
 * @throws UserError if it cannot be read, or nothing can be shared with it.
 */
export async function openShare({
  host: asked,
  cwd,
  buildMode,
}: Pick<BuildOptions, 'host' | 'cwd' | 'buildMode'>): Promise<OpenShare | undefined> {
  if (asked === undefined) return undefined;
  if (buildMode !== 'plugin') {
    throw new UserError(
      `--host cannot be combined with --buildmode=${buildMode}`,
      'Leave --host out: only plugins share packages with the program that loads them.',
    );
  }
  return { ...asked, host: await readHost(asked.host, cwd), differing: new Set<string>() };
}
