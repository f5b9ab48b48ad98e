/** What hosts and plugins of the matrix are built with. */

export interface Setting {
  name: string;
  /** What may be named as the cause where it makes plugin.Open refuse; without, `name`. */
  causes?: string[];
  /** Of `go build`. */
  flags?: string[];
  env?: Record<string, string>;
  /** A Go version other than the local one. */
  release?: string;
  /** With a `vendor` directory. */
  vendor?: boolean;
  /** Name in the main package's directory -> the file to copy there. */
  files?: Record<string, string>;
  /** Lines of go.mod. */
  goMod?: string[];
  /** A program with arguments that changes the built file, whose path is the last argument. */
  finish?: [string, ...string[]];
}

export const plain: Setting = { name: 'plain' };

/** In another minor release the process dies; in another patch release the hashes decide. */
export const releases: Setting[] = ['go1.27.0', 'go1.26.7', 'go1.26.0', 'go1.22.12', 'go1.18.10'].map(
  (release) => {
    return { name: release, release, causes: ['go-version-differs', 'Go version'] };
  },
);

/** No hash of a package of the matrix depends on these: plugins load both ways. */
export const harmless: Setting[] = [
  { name: '-ldflags=-s -w', flags: ['-ldflags=-s -w'] },
  { name: '-gcflags of main', flags: ['-gcflags=-N -l'] },
  { name: '-cover of main', flags: ['-cover'] },
  { name: 'CGO_CFLAGS=-O1', env: { CGO_CFLAGS: '-O1' } },
  { name: 'CGO_LDFLAGS', env: { CGO_LDFLAGS: '-Wl,-O1' } },
  { name: 'GOAMD64=v2', env: { GOAMD64: 'v2' } },
  { name: 'GOFIPS140=latest', env: { GOFIPS140: 'latest' } },
  { name: 'strip', finish: ['strip'] },
  { name: 'no build info', finish: ['objcopy', '--remove-section', '.go.buildinfo'] },
];

export const trimpath: Setting = { name: '-trimpath', flags: ['-trimpath'] };

const cover = ['-cover', '-covermode', '-coverpkg'];

/**
 * Settings that packages of the standard library's hashes depend on.
 * @param profile - a CPU profile of package os.
 */
export function compilerSettings(profile: string): Setting[] {
  return [
    trimpath,
    { name: '-race', flags: ['-race'] },
    { name: '-asan', flags: ['-asan'], causes: ['-asan', 'sanitizer-not-in-host'] },
    { name: '-gcflags=all=-N -l', causes: ['-gcflags'], flags: ['-gcflags=all=-N -l'] },
    { name: '-cover', causes: cover, flags: ['-cover', '-coverpkg=all'] },
    { name: 'GOEXPERIMENT', env: { GOEXPERIMENT: 'jsonv2' } },
    { name: '-pgo', flags: [`-pgo=${profile}`] },
    { name: 'default.pgo', causes: ['-pgo'], files: { 'default.pgo': profile } },
  ];
}

/** Settings that reach only some modules. */
export const moduleSettings: Setting[] = [
  { name: '-tags', flags: ['-tags=feature'] },
  { name: '-coverpkg', causes: cover, flags: ['-cover', '-coverpkg=example.com/...'] },
  { name: '-gcflags', flags: ['-gcflags=example.com/...=-l'] },
];

/** Settings that reach only net, os/user, crypto, or modules that look at them. */
export const rareSettings: Setting[] = [
  ...['netgo', 'osusergo', 'purego'].map((tag): Setting => {
    return { name: `-tags=${tag}`, causes: ['-tags'], flags: [`-tags=${tag}`] };
  }),
  { name: 'GOFIPS140', env: { GOFIPS140: 'v1.0.0' } },
  { name: 'GOAMD64', env: { GOAMD64: 'v3' } },
  { name: 'CGO_CFLAGS', env: { CGO_CFLAGS: '-O2 -DWIDE' } },
];
