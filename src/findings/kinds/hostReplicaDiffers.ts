import type { Text } from '../../model/documentValues.js';
import { formatCommand } from '../../base/shellWords.js';
import { defineFinding } from '../defineFinding.js';

/** The host replica differs from the host. */
export interface HostReplicaDiffers {
  kind: 'host-replica-differs';
  /** Absolute path, or `MODULE@VERSION`. */
  host: Text;
  /** Import paths of packages with other hashes than the host's. */
  differing: Text[];
  /** Import paths of the host's packages that the replica does not have. */
  missing: Text[];
  /** Known causes of the differences, a clause each. */
  reasons: Text[];
}

export const hostReplicaDiffers = defineFinding<HostReplicaDiffers>({
  kind: 'host-replica-differs',
  severity: 'warning',
  why: 'The host may behave differently for plugins that have these packages.',
  reportedBy: ['probe'],
  describe: ({ host, differing, missing, reasons }, _place, path) => ({
    message:
      `the host replica differs from ${path(host)}: ` +
      [
        ...count(differing, 'different package', 'different packages'),
        ...count(missing, 'missing package', 'missing packages'),
      ].join(', '),
    details: [...list('different', differing), ...list('missing', missing), ...reasons],
    advice: `\`${formatCommand(['gorename-plugin', 'verify', 'PLUGIN', '--host', path(host)])}\` compares plugins with the host itself.`,
  }),
});

function count({ length }: readonly string[], one: string, several: string): string[] {
  return length === 0 ? [] : [`${String(length)} ${length === 1 ? one : several}`];
}

/** Import paths, separated by commas; only the first ones if there are many. */
function list(word: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const most = 8;
  const more = paths.length > most ? [`and ${String(paths.length - most)} more`] : [];
  return [`${word}: ${[paths.slice(0, most).join(', '), ...more].join(' ')}`];
}
