/**
 * The real modules of `fixtures/corpus`, each with what it asks of a renamer. The host of a case holds
 * other versions of the same modules than its plugin (see their go.mod files).
 *
 * Every dependency is renamed, google.golang.org/protobuf, prometheus and grpc included, so that the
 * registries in which their packages register at init are the plugin's own.
 */
export interface Case {
  /** The folder below `fixtures/corpus`. */
  name: string;
  /** What is special about the modules. */
  trouble: string;
  /** Flags of `go build` for the plugin, built plainly or through the tool. */
  flags?: string[];
  /** A name for --no-isolate: without that isolation the plugin crashes, or its answer is the host's. */
  isolation?: string;
  /** Kept out of the everyday run because it takes long to build. */
  large?: boolean;
  /**
   * The second copy of the module panics at init, on a registry of the standard library that the
   * whole process shares. It can be built but not loaded beside the first copy.
   */
  buildOnly?: boolean;
}

/**
 * grpc imports golang.org/x/net/trace, which panics at init when another copy of it already serves
 * /debug/requests; grpc has a build tag to do without it.
 */
const withoutTrace = ['-tags=grpcnotrace'];

/** All of them, the quick ones first. */
export const cases: Case[] = [
  { name: 'gjson', trouble: 'nothing special' },
  { name: 'yaml', trouble: 'gopkg.in versions in the path, two major versions side by side' },
  { name: 'jsoniter', trouble: 'reflect2 reaches into reflect and runtime by linkname' },
  { name: 'xcrypto', trouble: 'assembly; linkname from x/sys/unix into syscall; internal packages' },

  { name: 'zap', trouble: 'an internal tree of its own, global loggers and sinks', large: true },
  { name: 'gin', trouble: 'yaml.v3, toml, codec and json libraries below one router', large: true },
  { name: 'prometheus', trouble: 'default registry, the same metric name in the host', large: true },
  { name: 'grpc', trouble: 'google.golang.org beside golang.org', flags: withoutTrace, large: true },
  { name: 'otel', trouble: 'internal packages across modules', flags: withoutTrace, large: true },
  { name: 'compress', trouble: 'assembly in internal packages', large: true },
  { name: 'gonum', trouble: 'assembly; linkname from graph/iterator into runtime', large: true },
  { name: 'blst', trouble: 'cgo and .S sources that include files outside the package', large: true },
  {
    name: 'tree-sitter',
    trouble: 'cgo headers and C sources outside the package; C calls back into Go',
    isolation: 'c',
    large: true,
  },
  { name: 'kafka', trouble: 'a prebuilt archive, librdkafka', isolation: 'c', large: true },
  { name: 's3', trouble: 'nine nested modules of one repository, internal across them', large: true },
  {
    name: 'etcd',
    trouble: 'modules ending in /v3 below one root, gogo/protobuf',
    flags: withoutTrace,
    large: true,
  },
  { name: 'client-go', trouble: 'size: 546 packages; k8s.io/api beside k8s.io/apimachinery', large: true },

  { name: 'glog', trouble: 'flag.CommandLine', large: true, buildOnly: true },
  { name: 'nettrace', trouble: 'http.DefaultServeMux', large: true, buildOnly: true },
  { name: 'sqlite3', trouble: 'sql.Register; much C', large: true, buildOnly: true },
];
