/**
 * All code that is loaded only when it is needed; every other import of the program is static. What it saves, as the CPU
 * time of a process with the import and without it (median of 20 pairs in turn on two busy cores; median and range of the ratios):
 *
 * - each command, `--version`: 0.15 s and 0.24 s (0.64; 0.60 to 0.68).
 * - `buildAnew`, `build` of an up-to-date plugin: 0.22 s and 0.27 s (0.83; 0.78 to 0.87).
 * - `matchDirectories`, the same: 0.22 s and 0.25 s (0.91; 0.83 to 0.96).
 * - Libraries that one option needs (`billOfMaterials`, `graphSvg`, `statusLine`, `writeReports`) are not measured.
 *
 * Not worth it, so static: what formats failures (0.97; 0.94 to 1.04), stages of a build that run while the go command
 * works (`rewrite` with nothing kept: 0.97; 0.95 to 1.05), hashes of closures (0.99; 0.92 to 1.12), `--host`
 * (`explain`: 0.92; 0.84 to 1.06). To measure: two checkouts, one with a static import, and in turns
 * `/usr/bin/time -f '%U %S' node bin/gorename-plugin.js --version`.
 */
export const loadCode = {
  build: () => import('./runBuilds.js'),
  buildAnew: () => import('../app/buildAnew.js'),
  billOfMaterials: () => import('../report/billOfMaterials.js'),
  clean: () => import('./runClean.js'),
  describeWorkDirectory: () => import('./describeWorkDirectory.js'),
  depfile: () => import('./depfile.js'),
  doctor: () => import('./runDoctor.js'),
  diffs: () => import('./runDiffs.js'),
  explain: () => import('./runExplain.js'),
  formatFindings: () => import('../report/formatFindings.js'),
  graphDot: () => import('../report/graphDot.js'),
  graphMermaid: () => import('../report/graphMermaid.js'),
  graphSvg: () => import('../report/graphSvg.js'),
  host: () => import('./runHost.js'),
  init: () => import('./runInit.js'),
  inspectionNodes: () => import('../report/inspectionNodes.js'),
  inspect: () => import('./runInspect.js'),
  makefile: () => import('./runMakefile.js'),
  matchDirectories: () => import('./matchDirectories.js'),
  packageGraph: () => import('../report/packageGraph.js'),
  paths: () => import('./runPaths.js'),
  probe: () => import('./runProbe.js'),
  reportPage: () => import('../report/reportPage.js'),
  reportVerdicts: () => import('../report/reportVerdicts.js'),
  rewrite: () => import('./runRewrite.js'),
  severalPlugins: () => import('./severalPlugins.js'),
  run: () => import('../process/run.js'),
  statusLine: () => Promise.all([import('log-update'), import('slice-ansi')]),
  trace: () => import('./runTrace.js'),
  verify: () => import('./runVerify.js'),
  watch: () => import('./runWatch.js'),
  writeReports: () => import('./writeReports.js'),
};
