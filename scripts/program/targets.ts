/** A system that an executable is made for. */
export interface Target {
  /** In Go's words, as in the file's name. */
  name: string;
  /** The package with bun for it. */
  runtime: string;
  /** Bun's word for the kind of file, if it is not an ELF file. */
  format?: string;
  /** Directory of the parser's compiled code in `dist/addons`, and in the packages that have it compiled. */
  addon: string;
  /** What zig compiles it for; undefined if the packages have it, which need a recent libstdc++ on linux. */
  zig?: string;
}

export const TARGETS: readonly Target[] = [
  { name: 'linux_amd64', runtime: '@oven/bun-linux-x64', addon: 'linux-x64', zig: 'x86_64-linux-gnu.2.17' },
  {
    name: 'linux_arm64',
    runtime: '@oven/bun-linux-aarch64',
    addon: 'linux-arm64',
    zig: 'aarch64-linux-gnu.2.17',
  },
  {
    name: 'linux_amd64_musl',
    runtime: '@oven/bun-linux-x64-musl',
    addon: 'linux-x64-musl',
    zig: 'x86_64-linux-musl',
  },
  {
    name: 'linux_arm64_musl',
    runtime: '@oven/bun-linux-aarch64-musl',
    addon: 'linux-arm64-musl',
    zig: 'aarch64-linux-musl',
  },
  {
    name: 'darwin_arm64',
    runtime: '@oven/bun-darwin-aarch64',
    format: 'bun-darwin-arm64',
    addon: 'darwin-arm64',
  },
  { name: 'darwin_amd64', runtime: '@oven/bun-darwin-x64', format: 'bun-darwin-x64', addon: 'darwin-x64' },
];
