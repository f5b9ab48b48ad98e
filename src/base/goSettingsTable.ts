/** Every flag of go build and every variable of the go command that this tool knows, a row each, and what is true of it. */

/** How a setting is given: a flag without a value, one with a value, or a variable. */
type Form = 'switch' | 'value' | 'variable';

type Trait =
  /** Changes compiled packages, so the prefix hash holds it. */
  | 'compiles'
  /** The same, but only where C is compiled. */
  | 'compiles C'
  /** For the link, which plugin.Open does not compare: no plugin needs the host's. */
  | 'links'
  /** Build info may hold it (cmd/go/internal/load/pkg.go, setBuildInfo). */
  | 'recorded'
  /** Not with -trimpath, for it may hold paths. */
  | 'untrimmed only'
  /** A plugin is built with the host's value. */
  | 'taken over'
  /** A prediction names it when host and plugin differ in it. */
  | 'compared'
  /** The fingerprint of a build cannot cover what it does, or it is there to be watched: such builds are not remembered. */
  | 'uncovered'
  /** The tool sets it itself in the work tree, or it is for the user's tree only. */
  | 'set by the tool'
  /** The value is `[pattern=]arg list`, for the packages that the pattern matches. */
  | 'per package'
  /** In GOFLAGS it concerns the go command's output and directory, or is what the tool's command line sets. */
  | 'ignored in GOFLAGS'
  /** The command that repeats a build shows the user's value, which holds no password. */
  | 'repeated';

interface Row {
  form: Form;
  traits: ReadonlySet<Trait>;
}

/** The variables that choose the instructions of an architecture (internal/buildcfg). */
export const ARCHITECTURE_LEVELS = [
  'GO386',
  'GOAMD64',
  'GOARM',
  'GOARM64',
  'GOMIPS',
  'GOMIPS64',
  'GOPPC64',
  'GORISCV64',
  'GOWASM',
] as const;

/** Of the C, C++, Fortran compilers and the linker, each with two that say which `#cgo` flags are allowed. */
const CGO_FLAGS: readonly (readonly [name: string, ...Trait[]])[] = [
  ['CGO_CFLAGS', 'compiles C', 'recorded', 'untrimmed only', 'taken over', 'compared', 'repeated'],
  ['CGO_CPPFLAGS', 'compiles C', 'recorded', 'untrimmed only', 'taken over', 'compared', 'repeated'],
  ['CGO_CXXFLAGS', 'compiles C', 'recorded', 'untrimmed only', 'taken over', 'compared', 'repeated'],
  ['CGO_FFLAGS', 'compiles C', 'untrimmed only', 'compared', 'repeated'],
  ['CGO_LDFLAGS', 'compiles C', 'links', 'recorded', 'untrimmed only', 'compared', 'repeated'],
];

/** Where the go command finds things, and what it does beside compiling. */
const OF_GO_COMMAND =
  'GOFLAGS GOENV GOPROXY GONOPROXY GOSUMDB GONOSUMDB GOPRIVATE GOVCS GOROOT GOTOOLDIR GOCACHE GOCACHEPROG GOTMPDIR ' +
  'GOWORK GOAUTH GODEBUG';

const TABLE: ReadonlyMap<string, Row> = new Map([
  row('-trimpath', 'switch', 'compiles', 'recorded', 'taken over', 'compared'),
  row('-race', 'switch', 'compiles', 'recorded', 'taken over', 'compared'),
  row('-msan', 'switch', 'compiles', 'recorded', 'taken over', 'compared'),
  row('-asan', 'switch', 'compiles', 'recorded', 'taken over', 'compared'),
  row('-tags', 'value', 'compiles', 'recorded', 'taken over', 'compared'),
  row('-gcflags', 'value', 'compiles', 'recorded', 'taken over', 'compared', 'per package'),
  row('-asmflags', 'value', 'compiles', 'recorded', 'taken over', 'compared', 'per package'),
  row('-pgo', 'value', 'compiles', 'recorded', 'taken over', 'compared', 'set by the tool'),
  row('-cover', 'switch', 'compiles', 'recorded', 'compared'),
  row('-covermode', 'value', 'compiles', 'recorded', 'compared'),
  row('-coverpkg', 'value', 'compiles', 'recorded', 'compared'),
  row('-compiler', 'value', 'recorded', 'compared'),
  row('-gccgoflags', 'value', 'compiles', 'recorded', 'per package'),
  row('-toolexec', 'value', 'compiles', 'uncovered'),
  row('-ldflags', 'value', 'links', 'recorded', 'untrimmed only', 'set by the tool', 'per package'),
  row('-buildmode', 'value', 'recorded', 'set by the tool', 'ignored in GOFLAGS'),
  row('-buildvcs', 'switch', 'recorded', 'set by the tool'),
  row('-mod', 'value', 'set by the tool'),
  row('-modfile', 'value', 'set by the tool'),
  row('-modcacherw', 'switch'),
  row('-overlay', 'value', 'uncovered'),
  row('-linkshared', 'switch'),
  row('-installsuffix', 'value'),
  row('-pkgdir', 'value'),
  row('-p', 'value'),
  row('-i', 'switch'),
  row('-a', 'switch', 'uncovered'),
  row('-n', 'switch', 'uncovered', 'ignored in GOFLAGS'),
  row('-x', 'switch', 'uncovered'),
  row('-v', 'switch', 'uncovered'),
  row('-work', 'switch', 'uncovered'),
  row('-json', 'switch', 'ignored in GOFLAGS'),
  row('-o', 'value', 'ignored in GOFLAGS'),
  row('-C', 'value', 'ignored in GOFLAGS'),
  row('-debug-actiongraph', 'value', 'uncovered'),
  row('-debug-trace', 'value', 'uncovered'),
  row('-debug-runtime-trace', 'value', 'uncovered'),

  row('GOTOOLCHAIN', 'variable', 'taken over'),
  row('GOOS', 'variable', 'compiles', 'recorded', 'taken over', 'repeated'),
  row('GOARCH', 'variable', 'compiles', 'recorded', 'taken over', 'repeated'),
  ...ARCHITECTURE_LEVELS.map((name) =>
    row(name, 'variable', 'compiles', 'recorded', 'taken over', 'compared', 'repeated'),
  ),
  row('GOEXPERIMENT', 'variable', 'compiles', 'recorded', 'taken over', 'compared', 'repeated'),
  row('GOFIPS140', 'variable', 'compiles', 'recorded', 'taken over', 'compared', 'repeated'),
  row('CGO_ENABLED', 'variable', 'compiles', 'recorded', 'taken over', 'compared', 'repeated'),
  ...CGO_FLAGS.flatMap(([name, ...traits]) => [
    row(name, 'variable', ...traits),
    row(`${name}_ALLOW`, 'variable', 'compiles C', 'repeated'),
    row(`${name}_DISALLOW`, 'variable', 'compiles C', 'repeated'),
  ]),
  row('CC', 'variable', 'compiles C', 'repeated'),
  row('CXX', 'variable', 'compiles C', 'repeated'),
  row('FC', 'variable', 'compiles C', 'repeated'),
  row('PKG_CONFIG', 'variable', 'compiles C', 'repeated'),
  row('PKG_CONFIG_PATH', 'variable', 'repeated'),
  row('AR', 'variable', 'repeated'),
  row('LD', 'variable'),
  row('GOPATH', 'variable', 'repeated'),
  row('GOMODCACHE', 'variable', 'repeated'),
  ...OF_GO_COMMAND.split(' ').map((name) => row(name, 'variable')),
]);

function row(name: string, form: Form, ...traits: Trait[]): [string, Row] {
  return [name, { form, traits: new Set(traits) }];
}

/**
 * @param name - as build info has it: `-race`, `GOAMD64`.
 * @returns undefined for a setting that is not in the table.
 */
export function formOf(name: string): Form | undefined {
  return TABLE.get(name)?.form;
}

/**
 * @param name - as build info has it: `-race`, `GOAMD64`.
 * @returns false also for a setting that is not in the table.
 */
export function settingHas(name: string, trait: Trait): boolean {
  return TABLE.get(name)?.traits.has(trait) === true;
}

/** The flags that a plugin takes over from its host, without the dash. */
export function flagsTakenOver(form: 'switch' | 'value'): string[] {
  return [...TABLE]
    .filter(([, row]) => row.form === form && row.traits.has('taken over'))
    .map(([name]) => name.slice(1));
}
