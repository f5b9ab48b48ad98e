import { proveRegistry } from './registries.js';

proveRegistry({
  name: 'sql',
  kind: 'sql',
  host: 'driver of host',
  plugin: (version) =>
    `library: driver of ${version}; own: driver of ${version}; host's: driver of host; ` +
    `nobody's: sql: unknown driver "unknown" (forgotten import?); names: only-${version} only-host shared`,
  shared: /^panic: sql: Register called twice for driver shared/,
});

proveRegistry({
  name: 'flag',
  kind: 'flag',
  host: 'default of host true 1, count dotted host-only level on wait',
  plugin: () =>
    "library: set by the plugin true 1, count dotted host-only level on tagged wait; set: <nil>; host's: true",
  shared: /^panic: .*flag redefined: level/,
  goFlags: ['-tags=tagged'],
});

const published = (version: string, hits: number, host: string): string =>
  ` func="${version}" hits=${String(hits)}${host} map={"one": ${String(hits)}} ratio=0.5 version="${version}"`;
proveRegistry({
  name: 'expvar',
  kind: 'expvar',
  host: published('host', 1, ' host-only=7'),
  after: /^ func="host" gorename\.isolate\/t_\w+=\{"func": "a".*"hits": 1.* hits=2 host-only=7 map=/,
  plugin: (version) => `${published(version, 1, ' host-only=7')}; own: "${version}" 7`,
  shared: /^panic: Reuse of exported var name: hits/,
});

proveRegistry({
  name: 'http',
  kind: 'http',
  host: 'host at /debug/version',
  plugin: (version) =>
    `library: ${version} at /debug/version; host's: only host; ` +
    `default mux: host at /debug/version; route: ${version} at /debug/version; nowhere: 404 page not found`,
  shared: /^panic: (http: multiple registrations for \/debug\/version|pattern "\/debug\/version")/,
});

proveRegistry({
  name: 'pprof',
  kind: 'pprof',
  host: 'host: 1 true',
  plugin: (version) => `${version}: 2 true; own: 2`,
  shared: /^panic: pprof: NewProfile name already in use: sessions/,
});

proveRegistry({
  name: 'gob',
  kind: 'gob',
  host: 'host',
  plugin: (version) => version,
  shared: /^panic: gob: registering duplicate types for "example\.Thing"/,
});

const packed = (version: string, count: number): string =>
  `${version}: content;content; ${String(count)} packed, ${String(count)} unpacked`;
proveRegistry({
  name: 'zip',
  kind: 'zip',
  host: packed('host', 1),
  after: /^host: content;content; 2 packed, 2 unpacked$/,
  plugin: (version) => packed(version, 1),
  shared: /^panic: (de)?compressor already registered/,
});

proveRegistry({
  name: 'x509',
  kind: 'x509',
  host: 'host',
  plugin: (version) => version,
  shared: /^panic: SetFallbackRoots has already been called/,
});

proveRegistry({
  name: 'image',
  kind: 'image',
  host: 'format of host 4 4 <nil>',
  plugin: (version) => `format of ${version} 1 1 <nil>`,
  shared: /^format of host 4 4 <nil>\n/,
});
