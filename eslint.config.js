import js from '@eslint/js';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';
import nothingAtLoad from './scripts/lint/nothingAtLoad.js';

export default tseslint.config(
  { ignores: ['dist/', 'types/', 'docs/', 'fixtures/', '**/testdata/', '**/*.generated.ts', '**/*.cjs'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { tsdoc },
    rules: { 'tsdoc/syntax': 'error' },
  },
  {
    // Names and messages come from foreign files: only terminal.ts prints, without their control characters.
    files: ['src/**/*.ts'],
    ignores: ['src/cli/terminal.ts', 'src/cli/streams.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'console', message: 'Print with src/cli/terminal.ts.' }],
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({
          object: 'process',
          property,
          message: 'Print with src/cli/terminal.ts.',
        })),
      ],
      'no-restricted-imports': ['error', { paths: ['process', 'node:process', 'console', 'node:console'] }],
    },
  },
  {
    // The library runs several calls in one process, each with its own directory, environment and signal.
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/api/libraryCall.ts', 'src/process/{call,interruption}.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['env', 'cwd', 'argv', 'exit', 'exitCode', 'chdir', 'on', 'once', 'stdin', 'stdout', 'stderr'].map(
          (property) => ({
            object: 'process',
            property,
            message: 'Several calls share the process: see src/process/call.ts.',
          }),
        ),
      ],
    },
  },
  {
    // node:test returns a promise that the runner itself awaits.
    files: ['test/**/*.ts'],
    plugins: { tests: { rules: { 'nothing-at-load': nothingAtLoad } } },
    rules: { '@typescript-eslint/no-floating-promises': 'off', 'tests/nothing-at-load': 'error' },
  },
  {
    // Node 20 runs the hooks `before` of a file at the same time; setUp runs them in their order.
    files: ['test/**/*.ts'],
    ignores: ['test/support/setUp.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:test', importNames: ['before'], message: 'Use test/support/setUp.ts.' }] },
      ],
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly' } },
  },
  {
    files: ['bin/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly' } },
  },
);
