/**
 * Everything that can be checked without running the tests, one step after the other; stops at the first that
 * fails. `npm run check` runs the tests afterwards.
 */
import { execa } from 'execa';

const steps: [what: string, command: string, ...args: string[]][] = [
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['generated code', 'tsx', 'grammar/check.ts'],
  ['types', 'tsc', '-p', 'tsconfig.all.json'],
  ['lint', 'eslint', '.', '--max-warnings', '0'],
  [
    'import borders',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'src',
    'bin',
    'test',
    'grammar',
    'scripts',
  ],
  ['unused code', 'knip'],
  ['build', 'tsc', '-p', 'tsconfig.json'],
];

for (const [what, command, ...args] of steps) {
  const started = Date.now();
  const { exitCode } = await execa(command, args, { preferLocal: true, stdio: 'inherit', reject: false });
  if (exitCode !== 0) {
    console.error(`check: ${what} failed (${[command, ...args].join(' ')})`);
    process.exit(1);
  }
  console.log(`check: ${what} ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
