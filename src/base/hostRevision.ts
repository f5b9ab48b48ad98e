import type { HostInfo } from '../model/host.js';

/**
 * The revision of a host's main module, as its build info records it: `revision 1a2b3c4d5e6f`, with a note if the
 * sources were modified; undefined if it records none.
 */
export function hostRevision({ settings }: Pick<HostInfo, 'settings'>): string | undefined {
  const revision = settings.get('vcs.revision');
  if (revision === undefined || revision === '') return undefined;
  const modified = settings.get('vcs.modified') === 'true' ? ', modified' : '';
  return `revision ${revision.slice(0, 12)}${modified}`;
}
