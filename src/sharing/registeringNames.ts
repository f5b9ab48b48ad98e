/** Global state of third-party libraries: packages that are kept with the host know the host's entries. */

/** One package whose functions (or types) register something. */
interface RegisteringFunctions {
  importPath: string;
  /** Separated by spaces. */
  names: string;
  /** The package that stores what is registered. */
  state: string;
  /** The variable that stores it; only for generated code, whose uses of it no analysis of functions finds. */
  variable?: string;
}

const PROTOBUF = 'google.golang.org/protobuf/reflect/protoregistry';
const GOLANG_PROTOBUF = 'github.com/golang/protobuf/proto';
const GOGO_PROTOBUF = 'github.com/gogo/protobuf/proto';
const PROMETHEUS = 'github.com/prometheus/client_golang/prometheus';

const REGISTERING: readonly RegisteringFunctions[] = [
  // Generated code: protoc-gen-go writes one of these into every .pb.go file.
  {
    importPath: 'google.golang.org/protobuf/runtime/protoimpl',
    names: 'TypeBuilder DescBuilder',
    state: PROTOBUF,
    variable: 'GlobalFiles',
  },
  {
    importPath: GOLANG_PROTOBUF,
    names: 'RegisterType RegisterFile RegisterEnum RegisterExtension',
    state: PROTOBUF,
    variable: 'GlobalFiles',
  },
  {
    importPath: GOGO_PROTOBUF,
    names: 'RegisterType RegisterFile RegisterEnum RegisterExtension',
    state: GOGO_PROTOBUF,
    variable: 'protoFiles',
  },
  { importPath: PROMETHEUS, names: 'MustRegister Register', state: PROMETHEUS },
  {
    importPath: `${PROMETHEUS}/promauto`,
    names:
      'NewCounter NewCounterVec NewCounterFunc NewGauge NewGaugeVec NewGaugeFunc NewSummary NewSummaryVec ' +
      'NewHistogram NewHistogramVec NewUntypedFunc',
    state: PROMETHEUS,
  },
  {
    importPath: 'google.golang.org/grpc/encoding',
    names: 'RegisterCodec RegisterCodecV2 RegisterCompressor',
    state: 'google.golang.org/grpc/encoding',
  },
  {
    importPath: 'google.golang.org/grpc/resolver',
    names: 'Register',
    state: 'google.golang.org/grpc/resolver',
  },
  {
    importPath: 'google.golang.org/grpc/balancer',
    names: 'Register',
    state: 'google.golang.org/grpc/balancer',
  },
];

/** What to search for in renamed packages when these packages are kept: import path → names that register. */
export function registeringNames(isKept: (importPath: string) => boolean): Map<string, Set<string>> {
  return new Map(
    REGISTERING.filter(({ state }) => isKept(state)).map(({ importPath, names }) => {
      return [importPath, new Set(names.split(' '))];
    }),
  );
}

/** A name that generated code uses to register something in a variable of a package. */
export interface GeneratedRegistration {
  importPath: string;
  name: string;
  statePackage: string;
  variable: string;
}

/** What generated code registers in packages of a build. */
export function generatedRegistrations(has: (importPath: string) => boolean): GeneratedRegistration[] {
  return REGISTERING.flatMap(({ importPath, names, state: statePackage, variable }) =>
    variable === undefined || !has(importPath) || !has(statePackage)
      ? []
      : names.split(' ').map((name) => ({ importPath, name, statePackage, variable })),
  );
}
