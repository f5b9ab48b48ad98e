import { CannotDo } from './finding.js';

/** What is one for the whole process, and made private to the plugin: names for `--no-isolate`. */
export const ISOLATION_KINDS = [
  'c',
  'sql',
  'flag',
  'expvar',
  'http',
  'pprof',
  'gob',
  'zip',
  'x509',
  'image',
] as const;
export type IsolationKind = (typeof ISOLATION_KINDS)[number];

/** What is to be made private. */
export type Isolation = ReadonlySet<IsolationKind>;

/**
 * What `--no-isolate` leaves on. @param switchedOff undefined without the option; `all`, or names with commas between
 * them. @throws CannotDo for a name that is none.
 */
export function parseNoIsolate(switchedOff: string | undefined): Isolation {
  const off = (switchedOff ?? '').split(',').filter((name) => name !== '');
  const unknown = off.find(
    (name) => name !== 'all' && !(ISOLATION_KINDS as readonly string[]).includes(name),
  );
  if (unknown !== undefined) {
    throw new CannotDo(
      `--no-isolate=${unknown}: nothing of that name is isolated`,
      `Names are ${ISOLATION_KINDS.join(', ')}; several with commas between them, all of them without a name.`,
    );
  }
  return new Set(off.includes('all') ? [] : ISOLATION_KINDS.filter((kind) => !off.includes(kind)));
}
