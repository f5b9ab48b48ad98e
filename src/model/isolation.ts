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
