import type { StateKind } from '../model/isolation.js';

/**
 * Global state of the standard library behind exported names, and what a plugin does with it: `isolated`: calls from
 * renamed packages go to a private copy (`shims/`); `harmless`: may be shared; `reported`: is shared, so a plugin that
 * changes it changes it for the host, and the build warns if third-party code does so while it is initialized.
 * `docs/isolation.md` is generated from this table.
 */
export type StateEntry = IsolatedState | SharedState;

interface Common {
  /** The package of the standard library. */
  importPath: string;
  /** Exported functions and variables, separated by spaces; `*` is all other names. */
  names: string;
  /** One sentence for the user. */
  reason: string;
}

export interface IsolatedState extends Common {
  treatment: 'isolated';
  kind: StateKind;
  /** Names that only read what is registered: the plugin's own code needs the private copy only for these. */
  lookups: string;
  /** Names that a second build of the same plugin may use again, without harm or without registering anything. */
  repeatable?: string;
}

export interface SharedState extends Common {
  treatment: 'harmless' | 'reported';
}

export const GLOBAL_STATE: readonly StateEntry[] = [
  {
    importPath: 'database/sql',
    names: 'Register',
    lookups: 'Open Drivers',
    treatment: 'isolated',
    kind: 'sql',
    reason: 'registering the same driver name twice panics',
  },
  {
    importPath: 'flag',
    names:
      'CommandLine Usage Bool BoolFunc BoolVar Duration DurationVar Float64 Float64Var Func Int IntVar Int64 Int64Var ' +
      'String StringVar TextVar Uint UintVar Uint64 Uint64Var Var',
    lookups: 'Lookup Set Visit VisitAll PrintDefaults Parse Parsed Args NArg Arg NFlag',
    repeatable: 'CommandLine Usage',
    treatment: 'isolated',
    kind: 'flag',
    reason: 'defining the same flag name twice panics',
  },
  {
    importPath: 'expvar',
    names: 'Publish NewFloat NewInt NewMap NewString',
    lookups: 'Get Do',
    treatment: 'isolated',
    kind: 'expvar',
    reason: 'a second variable of one name panics',
  },
  {
    importPath: 'net/http',
    names: 'DefaultServeMux Handle HandleFunc',
    lookups: 'ListenAndServe ListenAndServeTLS Serve ServeTLS',
    repeatable: 'DefaultServeMux',
    treatment: 'isolated',
    kind: 'http',
    reason: 'registering the same pattern twice on the default mux panics',
  },
  {
    importPath: 'runtime/pprof',
    names: 'NewProfile',
    lookups: 'Lookup',
    treatment: 'isolated',
    kind: 'pprof',
    reason: 'creating the same profile name twice panics',
  },
  {
    importPath: 'encoding/gob',
    names: 'RegisterName',
    lookups: '',
    treatment: 'isolated',
    kind: 'gob',
    reason: 'registering two types with the same name panics',
  },
  {
    importPath: 'archive/zip',
    names: 'RegisterCompressor RegisterDecompressor',
    lookups: 'NewReader NewWriter OpenReader',
    treatment: 'isolated',
    kind: 'zip',
    reason: 'registering the same compression method twice panics',
  },
  {
    importPath: 'crypto/x509',
    names: 'SetFallbackRoots',
    lookups: '',
    treatment: 'isolated',
    kind: 'x509',
    reason: 'a second call panics, and the first roots stay in use',
  },
  {
    importPath: 'image',
    names: 'RegisterFormat',
    lookups: 'Decode DecodeConfig',
    repeatable: 'RegisterFormat',
    treatment: 'isolated',
    kind: 'image',
    reason: 'the decoder that was registered first would be used',
  },
  ...reported('a plugin that sets it sets it for the host', {
    'go/build': 'Default ToolDir',
    log: 'SetFlags SetOutput SetPrefix',
    'log/slog': 'SetDefault SetLogLoggerLevel',
    mime: 'AddExtensionType',
    net: 'DefaultResolver',
    'net/http': 'DefaultClient DefaultTransport',
    os: 'Args Chdir Clearenv Setenv Stderr Stdin Stdout Unsetenv',
    'os/signal': 'Ignore Reset',
    runtime:
      'GOMAXPROCS MemProfileRate SetBlockProfileRate SetCPUProfileRate SetDefaultGOMAXPROCS SetMutexProfileFraction',
    'runtime/debug':
      'SetCrashOutput SetGCPercent SetMaxStack SetMaxThreads SetMemoryLimit SetPanicOnFault SetTraceback',
    syscall: 'Clearenv ForkLock Setenv Setrlimit SocketDisableIPv6 Stderr Stdin Stdout Unsetenv',
    time: 'Local',
  }),
  ...reported('a second call with different functions panics', { runtime: 'SetCgoTraceback' }),
  ...reported('registering the same service name twice is an error, which only the caller can handle', {
    'net/rpc': 'DefaultServer Register RegisterName',
  }),
  ...reported('can run only once in a process; a second start is an error', {
    runtime: 'StartTrace StopTrace ReadTrace',
    'runtime/pprof': 'StartCPUProfile StopCPUProfile',
    'runtime/trace': 'Start Stop',
  }),
  ...harmless('hash functions with the same number compute the same', { crypto: 'RegisterHash' }),
  ...harmless('the name contains the import path, so a renamed type has a different name', {
    'encoding/gob': 'Register',
  }),
  ...harmless('changes no global state', { 'net/rpc': 'Accept ServeCodec ServeConn ServeRequest' }),
  ...harmless('reads all profiles of the process', { 'runtime/pprof': 'Profiles' }),
  ...harmless('used only in test programs', { testing: 'Init Main MainStart RunTests' }),
  ...harmless('each channel gets the signals that were requested for it', {
    'os/signal': 'Notify NotifyContext Stop',
  }),
  ...harmless('all packages share one sequence, which is still random', {
    'math/rand':
      'ExpFloat64 Float32 Float64 Int Int31 Int31n Int63 Int63n Intn NormFloat64 Perm Read Seed Shuffle Uint32 Uint64',
  }),
  ...harmless('it writes only a cache, a counter or a lock', {
    'compress/flate': 'NewReader NewReaderDict',
    context:
      'AfterFunc WithCancel WithCancelCause WithDeadline WithDeadlineCause WithTimeout WithTimeoutCause',
    'crypto/tls': 'ParseSessionState',
    'encoding/binary': 'Append Decode Encode Read Size Write',
    'encoding/json': 'Marshal MarshalIndent Unmarshal',
    'encoding/xml': 'Marshal MarshalIndent Unmarshal',
    'go/types':
      'AssertableTo AssignableTo CheckExpr ConvertibleTo Eval Implements Instantiate LookupFieldOrMethod ' +
      'LookupSelection MissingMethod NewMethodSet NewTypeParam Satisfies',
    net:
      'Dial DialIP DialTCP DialTimeout DialUDP DialUnix InterfaceByName Interfaces Listen ListenIP ListenMulticastUDP ' +
      'ListenPacket ListenTCP ListenUDP ListenUnix ListenUnixgram LookupAddr LookupCNAME LookupHost LookupIP LookupMX ' +
      'LookupNS LookupSRV LookupTXT ResolveIPAddr ResolveTCPAddr ResolveUDPAddr',
    'net/http': 'ProxyFromEnvironment',
    os: 'Getwd',
    'os/user': 'Current Lookup LookupId',
    reflect:
      'Append ArrayOf ChanOf DeepEqual FuncOf MakeFunc MapOf New NewAt PointerTo PtrTo Select SliceAt SliceOf StructOf ' +
      'TypeAssert',
    runtime:
      'AddCleanup BlockProfile Caller Callers FuncForPC GC GOROOT Goexit GoroutineProfile LockOSThread MemProfile ' +
      'MutexProfile ReadMemStats SetFinalizer Stack',
    'runtime/trace': 'NewTask',
    syscall: 'Exec ForkExec Mmap Munmap StartProcess',
    time: 'FixedZone LoadLocation Parse ParseInLocation',
    unique: 'Make',
  }),
  ...harmless('a variable that is used as a constant', {
    'crypto/rand': 'Reader',
    'database/sql/driver': 'Bool DefaultParameterConverter Int32 ResultNoRows String',
    'encoding/asn1': 'NullBytes NullRawValue',
    'encoding/base32': 'HexEncoding StdEncoding',
    'encoding/base64': 'RawStdEncoding RawURLEncoding StdEncoding URLEncoding',
    'encoding/binary': 'BigEndian LittleEndian NativeEndian',
    'encoding/xml': 'HTMLAutoClose HTMLEntity',
    'go/doc': 'IllegalPrefixes',
    'go/types': 'Typ Universe Unsafe',
    'hash/crc32': 'IEEETable',
    image: 'Black Opaque Transparent White ZP ZR',
    'image/color': '*',
    'image/color/palette': '*',
    'image/draw': 'FloydSteinberg',
    io: 'Discard',
    'io/ioutil': 'Discard',
    'log/slog': 'DiscardHandler',
    net:
      'IPv4allrouter IPv4allsys IPv4bcast IPv4zero IPv6interfacelocalallnodes IPv6linklocalallnodes ' +
      'IPv6linklocalallrouters IPv6loopback IPv6unspecified IPv6zero',
    'net/http': 'LocalAddrContextKey NoBody ServerContextKey',
    os: 'Interrupt Kill',
    time: 'UTC',
    unicode: '*',
  }),
];

function harmless(reason: string, names: Record<string, string>): SharedState[] {
  return Object.entries(names).map(([importPath, names]) => ({
    importPath,
    names,
    treatment: 'harmless',
    reason,
  }));
}

function reported(reason: string, names: Record<string, string>): SharedState[] {
  return Object.entries(names).map(([importPath, names]) => ({
    importPath,
    names,
    treatment: 'reported',
    reason,
  }));
}

/** The entries that renamed packages receive private copies of. */
export function isolatedStates(): IsolatedState[] {
  return GLOBAL_STATE.filter((entry): entry is IsolatedState => entry.treatment === 'isolated');
}

/** The names in a list of the table. */
export function splitNames(names: string): string[] {
  return names.split(' ').filter((name) => name !== '');
}
