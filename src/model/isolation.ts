/** Kinds of process-global state that are made private to the plugin: the names for `--no-isolate`. */
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

/** Those in the standard library. */
export type StateKind = Exclude<IsolationKind, 'c'>;

/** Which kinds of global state are made private. */
export type Isolation = ReadonlySet<IsolationKind>;
