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
  /** A name for --no-isolate: without that isolation the plugin crashes, or its answer is the host's. */
  isolation?: string;
  /** Kept out of the everyday run because it takes long to build. */
  large?: boolean;
  /** It is only built here; `test/isolation` loads it beside another version. */
  buildOnly?: boolean;
}

/** All of them, the quick ones first. */
export const cases: Case[] = [
  { name: 'gjson', trouble: 'nothing special' },
  { name: 'yaml', trouble: 'gopkg.in versions in the path, two major versions side by side' },
  { name: 'jsoniter', trouble: 'reflect2 reaches into reflect and runtime by linkname' },
  { name: 'xcrypto', trouble: 'assembly; linkname from x/sys/unix into syscall; internal packages' },

  { name: 'zap', trouble: 'its own internal packages, global loggers and sinks', large: true },
  { name: 'gin', trouble: 'yaml.v3, toml, codec and json libraries below one router', large: true },
  { name: 'prometheus', trouble: 'default registry, the same metric name in the host', large: true },
  { name: 'grpc', trouble: 'google.golang.org beside golang.org', large: true },
  { name: 'otel', trouble: 'internal packages across modules', large: true },
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
    large: true,
  },
  { name: 'client-go', trouble: 'size: 546 packages; k8s.io/api beside k8s.io/apimachinery', large: true },

  { name: 'glog', trouble: 'flag.CommandLine', large: true, buildOnly: true },
  { name: 'nettrace', trouble: 'http.DefaultServeMux', large: true, buildOnly: true },
  { name: 'sqlite3', trouble: 'sql.Register; much C', large: true, buildOnly: true },
];
