import { defineFinding } from '../defineFinding.js';

/** The program that stands in for the host differs from it. */
export interface HostReplicaDiffers {
  kind: 'host-replica-differs';
  /** Absolute. */
  host: string;
  /** Import paths of packages with other hashes than the host's. */
  differing: string[];
  /** Import paths of the host's packages that it lacks. */
  missing: string[];
  /** What stood in the way, a clause each. */
  reasons: string[];
}

export const hostReplicaDiffers = defineFinding<HostReplicaDiffers>({
  kind: 'host-replica-differs',
  severity: 'warning',
  describe: ({ host, differing, missing, reasons }, _place, path) => ({
    message:
      `the twin of ${path(host)} is not equal to it: ` +
      [...count(differing, 'other package', 'other packages'), ...count(missing, 'missing', 'missing')].join(
        ', ',
      ),
    details: [...list('other', differing), ...list('missing', missing), ...reasons],
    advice: 'The host may answer otherwise where a plugin has these packages.',
  }),
});

function count({ length }: readonly string[], one: string, several: string): string[] {
  return length === 0 ? [] : [`${String(length)} ${length === 1 ? one : several}`];
}

/** Import paths with commas between, the first ones where there are many. */
function list(word: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const most = 8;
  const more = paths.length > most ? [`and ${String(paths.length - most)} more`] : [];
  return [`${word}: ${[paths.slice(0, most).join(', '), ...more].join(' ')}`];
}
