/**
 * Import borders. `src/` has these folders, lowest first: a folder may import itself and what comes before it in this
 * list, so that data goes one way. docs/architecture.md says what each of them does.
 */
const LAYERS = [
  'model',
  'base',
  'findings',
  'process',
  'names',
  'syntax',
  'gomod',
  'rewrite',
  'store',
  'golist',
  'binary',
  'analyze',
  'plan',
  'host',
  'predict',
  'sharing',
  'worktree',
  'gobuild',
  'check',
  'probe',
  'report',
  'project',
  'app',
  'api',
  'cli',
];

/** These folders are data in, data out: no files, no processes. */
const pure = '^src/(model|findings|names|syntax|gomod|rewrite|plan|predict)/';

/** Libraries that become a part of the program. */
const bundled = [
  '@cyclonedx/cyclonedx-library',
  '@dagrejs/dagre',
  '@dagrejs/graphlib',
  'chokidar',
  'diff',
  'execa',
  'fast-glob',
  'fastest-levenshtein',
  'log-update',
  'p-limit',
  'packageurl-js',
  'picomatch',
  'semver',
  'slice-ansi',
  'spdx-license-list',
  'tree-sitter',
  'ts-graphviz',
  'valibot',
  'yaml',
  'yargs',
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      // loadCode.ts imports what a command needs when it runs, and that may load more.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'dynamic-imports-in-one-place',
      comment:
        'src/cli/loadCode.ts has all of them, with what they save; executable.ts starts a thread, findProject.ts reads YAML only if there is a file.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/cli/(loadCode|executable)\\.ts$|^src/project/findProject\\.ts$',
      },
      to: { dynamic: true },
    },
    {
      name: 'model-imports-nothing',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { pathNot: '^src/model/' },
    },
    ...LAYERS.map((layer, index) => ({
      name: `nothing-above-${layer}`,
      comment: 'A folder imports itself and the folders before it in the list LAYERS.',
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: `^src/(${LAYERS.slice(0, index + 1).join('|')})/` },
    })),
    {
      name: 'every-folder-has-a-place',
      comment: 'A new folder of src/ needs a place in the list LAYERS.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${LAYERS.join('|')})/` },
      to: {},
    },
    {
      name: 'pure-folders-touch-nothing',
      severity: 'error',
      from: { path: pure },
      to: {
        path: '^(node:)?(fs|fs/promises|child_process)$|(^|/)node_modules/(execa|proper-lockfile|fast-glob)/',
      },
    },
    {
      name: 'src-imports-only-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|grammar|scripts|bench|fixtures)/' },
    },
    {
      name: 'only-cli-parses-arguments',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '(^|/)node_modules/(@types/)?yargs/' },
    },
    {
      name: 'bin-only-starts-dist',
      severity: 'error',
      from: { path: '^bin/' },
      to: { pathNot: '^(\\.\\./)?(dist/|package\\.json$)|^(node:)?module$' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      // Their compiled code is put beside them.
      from: { pathNot: '^(bin|scripts/addons)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'src-has-no-tools',
      comment: 'Whatever src/ imports becomes a part of the program, with its licence.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: `node_modules/(@types/|(${bundled.join('|')})/)` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
