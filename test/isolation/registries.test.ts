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
    "library: set by own code true 1, count dotted host-only level on tagged wait; set: <nil>; host's: true",
  shared: /^panic: .*flag redefined: level/,
  goFlags: ['-tags=tagged'],
});
