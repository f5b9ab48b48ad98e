/** Import borders of the rooms; `docs/architecture.md` says what each room may touch. */
const pure = '^src/(plan|syntax|rewrite|model|verify/checks)/|^src/verify/symbols\.ts';

/** Libraries that scripts/bundle.ts puts into the program. All others that it has are installed beside it. */
const bundled = [
  '@dagrejs/graphlib',
  'execa',
  'fast-glob',
  'fastest-levenshtein',
  'p-limit',
  'picomatch',
  'semver',
  'valibot',
  'yargs',
];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-rooms-touch-nothing',
      comment: 'These rooms are data in, data out: no disk, no processes.',
      severity: 'error',
      from: { path: pure },
      to: {
        path: '^(node:)?(fs|fs/promises|child_process)$|(^|/)node_modules/(execa|fast-glob)/',
      },
    },
    {
      name: 'pure-rooms-know-only-pure-rooms',
      severity: 'error',
      from: { path: pure },
      to: { path: '^src/', pathNot: pure },
    },
    {
      name: 'src-stands-alone',
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
      to: { pathNot: '^(\\.\\./)?dist/|^(node:)?(module|process)$' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: { pathNot: '^bin/' },
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
