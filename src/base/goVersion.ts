/**
 * The version without the experiments after it: `go1.26.8-X:jsonv2`, before go1.26 `go1.22.0 X:nodwarf5`
 * (internal/buildcfg, runtime.Version).
 */
export function releaseOf(goVersion: string): string {
  return goVersion.replace(/[ -]X:.*$/, '');
}
