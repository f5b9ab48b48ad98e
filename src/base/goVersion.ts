/**
 * The version without the experiments after it: `go1.26.8-X:jsonv2`, before go1.26 `go1.22.0 X:nodwarf5`
 * (internal/buildcfg, runtime.Version).
 */
export function releaseOf(goVersion: string): string {
  return goVersion.replace(/[ -]X:.*$/, '');
}

/** 26 of `go1.26.8` and of `devel go1.26-0123abc`; undefined where a version does not say it. */
export function minorOf(goVersion: string): number | undefined {
  const match = /\bgo1\.(\d+)/.exec(goVersion);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** Whether a text is a Go version, of a release or not: `go1.26.8`, `devel go1.27-0123abc`. */
export function isGoVersion(text: string): boolean {
  return /\bgo\d/.test(text);
}

/** Whether a text names a published toolchain, which GOTOOLCHAIN can be: `go1.26.8`, `go1.27rc1`. */
export function isToolchain(text: string): boolean {
  return /^go1\.\d+(\.\d+|rc\d+|beta\d+)?$/.test(text);
}
