/**
 * Writes types/library.d.ts: what users of the library see of it, in one file that imports nothing. With --check, fails if it
 * is stale: a change of the library's interface is a change of that file.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { projectDir } from './program/project.js';

const file = join(projectDir, 'types/library.d.ts');

const bundle = await rollup({
  input: join(projectDir, 'src/api/library.ts'),
  plugins: [dts({ tsconfig: join(projectDir, 'tsconfig.json') })],
  external: /^node:|valibot/,
  onwarn: ({ message }) => {
    throw new Error(message);
  },
});
const { output } = await bundle.generate({ format: 'es' });
const [{ code, imports }] = output;
if (imports.length > 0) throw new Error(`the types of the library import ${imports.join(', ')}`);
const text = await format(`/* Written by scripts/library-types.ts: run \`npm run generate\`. */\n\n${code}`, {
  ...(await resolveConfig(file)),
  parser: 'typescript',
});
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is stale: run \`npm run generate\``);
  process.exitCode = 1;
}
