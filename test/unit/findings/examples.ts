import type { Finding, FindingKind } from '../../../src/findings/finding.js';

/** The user's directory in the examples. */
export const EXAMPLE_CWD = '/home/user/plugin';

const PREFIX = 't_1702492315_5f3a9c21';

const HOST = { owner: '/srv/server', ownerKind: 'host' } as const;

/** One finding of each kind, those that the pages in docs/findings/ show. */
export const EXAMPLES = {
  'exported-renamed-type': {
    kind: 'exported-renamed-type',
    symbol: 'GetJsonPath',
    symbolKind: 'func',
    position: { file: `${EXAMPLE_CWD}/main.go`, line: 13, column: 6 },
    importPath: 'github.com/tidwall/gjson',
    typeName: 'Result',
    via: ['Row'],
  },
  'unplanned-package': {
    kind: 'unplanned-package',
    builtAs: 'github.com/tidwall/match',
    plannedAs: `${PREFIX}/github.com/tidwall/match`,
  },
  'missing-package': {
    kind: 'missing-package',
    builtAs: `${PREFIX}/github.com/tidwall/match`,
    importPath: 'github.com/tidwall/match',
  },
  'c-symbol-exposed': { kind: 'c-symbol-exposed', symbol: 'sqlite3_open', userScript: false },
  'shared-c-library': {
    kind: 'shared-c-library',
    soname: 'libz.so.1',
    file: '/usr/lib/libz.so.1.3.1',
    version: '1.3.1',
    importPaths: ['github.com/example/zip'],
  },
  'global-state-unclear': {
    kind: 'global-state-unclear',
    position: { file: `${EXAMPLE_CWD}/levels.go`, line: 12, column: 2 },
    registry: 'flag',
    name: 'String',
    taken: true,
  },
  'own-registration': {
    kind: 'own-registration',
    position: { file: `${EXAMPLE_CWD}/main.go`, line: 9, column: 12 },
    registry: 'expvar',
    name: 'NewInt',
    reason: 'a second variable of one name panics',
  },
  'host-setting-overridden': {
    kind: 'host-setting-overridden',
    setting: '-trimpath',
    hostValue: 'true',
    chosen: 'false',
  },
  'host-setting-ignored': {
    kind: 'host-setting-ignored',
    setting: '-ldflags',
    hostValue: '-s -w -extldflags=-Wl,-rpath,/opt/lib',
    part: '-extldflags=-Wl,-rpath,/opt/lib',
  },
  'private-host-package': { kind: 'private-host-package', importPaths: ['example.org/gateway/session'] },
  'private-registration': {
    kind: 'private-registration',
    position: { file: `${EXAMPLE_CWD}/main.go`, line: 5, column: 15 },
    registry: 'example.org/gateway/registry',
    name: 'Register',
    isolation: undefined,
  },
  'host-source-differs': {
    kind: 'host-source-differs',
    importPaths: ['example.org/gateway/session'],
    module: 'example.org/gateway',
    source: '/src/gateway',
    revision: 'revision 1a2b3c4d5e6f',
    hostDir: undefined,
  },
  'shared-version-older': {
    kind: 'shared-version-older',
    copied: true,
    alone: false,
    module: 'github.com/gin-gonic/gin',
    pluginVersion: 'v1.10.0',
    hostVersion: 'v1.9.1',
  },
  'exports-nothing': { kind: 'exports-nothing', file: '/p.so' },
  'plan-contradicted': {
    kind: 'plan-contradicted',
    file: '/p.so',
    reasons: ['github.com/tidwall/gjson is v1.14.0 in it, and v1.11.0 in the file'],
  },
  'keep-unused': { kind: 'keep-unused', pattern: 'example.com/gateway/metrics' },
  'duplicate-registration': {
    kind: 'duplicate-registration',
    importPath: 'google.golang.org/genproto/status',
    position: {
      file: `${EXAMPLE_CWD}/../mod/google.golang.org/genproto@v0.2.0/status.pb.go`,
      line: 90,
      column: 2,
    },
    registry: 'google.golang.org/protobuf/runtime/protoimpl',
    name: 'TypeBuilder',
    pluginVersion: 'v0.2.0',
    hostVersion: 'v0.1.0',
  },
  'shared-global-state': {
    kind: 'shared-global-state',
    position: { file: `${EXAMPLE_CWD}/vendor/example.com/lib/lib.go`, line: 8, column: 2 },
    importPath: 'example.com/lib',
    registry: 'log',
    name: 'SetFlags',
    reason: 'a plugin that sets it sets it for the host',
  },
  'links-left-out': {
    kind: 'links-left-out',
    module: 'example.com/dep',
    links: ['/src/dep/key', '/src/dep/proc'],
  },
  'profile-used': { kind: 'profile-used', profile: 'default.pgo' },
  'packages-differ': {
    kind: 'packages-differ',
    cause: 'version',
    packages: [
      {
        importPath: 'github.com/tidwall/gjson',
        module: 'github.com/tidwall/gjson',
        loaded: 'v1.11.0',
        plugin: 'v1.14.0',
      },
    ],
    unrecorded: [],
    ...HOST,
  },
  'settings-differ': {
    kind: 'settings-differ',
    settings: [{ name: '-race', loaded: 'true', plugin: '' }],
    packages: ['internal/race', 'runtime', 'sync'],
    standard: 3,
    command: '`go build -buildmode=plugin -race`',
    ...HOST,
  },
  'go-version-differs': {
    kind: 'go-version-differs',
    hostGoVersion: 'go1.26.8',
    pluginGoVersion: 'go1.27.0',
  },
  'platform-differs': {
    kind: 'platform-differs',
    hostPlatform: 'linux/amd64',
    pluginPlatform: 'linux/arm64',
  },
  'host-cannot-load-plugins': {
    kind: 'host-cannot-load-plugins',
    host: '/srv/server',
    cause: 'CGO_ENABLED=0',
  },
  'c-library-differs': {
    kind: 'c-library-differs',
    hostLibrary: 'musl',
    pluginLibrary: 'glibc',
    compiler: 'gcc',
    suggestedCompiler: 'musl-gcc',
    debianPackage: 'musl-tools',
  },
  'host-is-library': { kind: 'host-is-library', host: '/srv/libserver.so' },
  'gcflags-trimpath': {
    kind: 'gcflags-trimpath',
    gcflags: 'all=-trimpath=/home/builder',
    packages: ['runtime/cgo'],
    ...HOST,
  },
  'plugin-already-loaded': {
    kind: 'plugin-already-loaded',
    pluginPath: 'example.com/plugin1',
    reason: 'path',
    owner: '/srv/plugin.so',
    ownerKind: 'plugin',
  },
  'depends-on-refused': {
    kind: 'depends-on-refused',
    packages: ['github.com/tidwall/match'],
    owner: '/srv/plugin.so',
    ownerKind: 'plugin',
  },
  'sanitizer-not-in-host': { kind: 'sanitizer-not-in-host', host: '/srv/server' },
  'asan-odr-violation': { kind: 'asan-odr-violation', host: '/srv/server' },
  'glibc-too-new': { kind: 'glibc-too-new', needed: '2.34', available: '2.31' },
  'glibc-newer-than-host': { kind: 'glibc-newer-than-host', needed: '2.38', hostNeeds: '2.34' },
  'library-not-in-host': { kind: 'library-not-in-host', libraries: ['libz.so.1'] },
  'c-symbol-shared': {
    kind: 'c-symbol-shared',
    symbols: ['sqlite3_open'],
    owner: '/srv/plugin.so',
    ownerKind: 'plugin',
  },
  'versions-only': { kind: 'versions-only', host: '/srv/src' },
  'probe-refused': {
    kind: 'probe-refused',
    file: '/srv/plugin.so',
    cause:
      'plugin.Open("/srv/plugin"): plugin was built with a different version of package github.com/tidwall/gjson',
    host: '/srv/server',
  },
  'init-panic': { kind: 'init-panic', file: '/srv/plugin.so', cause: 'flag redefined: log_dir' },
  'fatal-error': {
    kind: 'fatal-error',
    file: '/srv/plugin.so',
    loading: true,
    cause: 'exit code 2: fatal error: concurrent map writes',
  },
  'probe-timeout': { kind: 'probe-timeout', file: '/srv/plugin.so', seconds: 30 },
  'host-replica-differs': {
    kind: 'host-replica-differs',
    host: '/srv/server',
    differing: ['github.com/tidwall/gjson'],
    missing: ['example.com/server/api'],
    reasons: ['example.com/server was compiled in /src/server; pass this directory with --host-src'],
  },
} satisfies { [Kind in FindingKind]: Extract<Finding, { kind: Kind }> };
