/**
 * Code that is loaded only when it is needed. What it saves, in CPU time of a
 * process with the import against one without it, 20 pairs in turn on two busy cores:
 *
 * - each command, `--version`: 0.15 s against 0.24 s (median of the ratios 0.64; 0.60 to 0.67).
 *
 * Not worth it, so static: what formats failures (0.97; 0.94 to 1.04), stages of a build that run while the go command
 * works (`rewrite` with nothing kept: 0.97; 0.95 to 1.05), hashes of closures (0.99; 0.92 to 1.12).
 * Measure `node bin/gorename-plugin.js --version` in turns in two checkouts: `/usr/bin/time -f '%U %S'` prints the CPU time.
 */
export const loadCode = {
  billOfMaterials: () => import('../report/billOfMaterials.js'),
  clean: () => import('./runClean.js'),
  describeWorkDirectory: () => import('./describeWorkDirectory.js'),
  doctor: () => import('./runDoctor.js'),
  diffs: () => import('./runDiffs.js'),
  formatFindings: () => import('../report/formatFindings.js'),
  host: () => import('./runHost.js'),
  inspect: () => import('./runInspect.js'),
  matchDirectories: () => import('./matchDirectories.js'),
  paths: () => import('./runPaths.js'),
  probe: () => import('./runProbe.js'),
  rewrite: () => import('./runRewrite.js'),
  statusLine: () => Promise.all([import('log-update'), import('slice-ansi')]),
  trace: () => import('./runTrace.js'),
  verify: () => import('./runVerify.js'),
  watch: () => import('./runWatch.js'),
};
