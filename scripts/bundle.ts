/**
 * Compiles the program: `src/` with the libraries that it uses -> `dist/`. Some 300 small files would take 0.1 s more to
 * load than these few. Entry points and chunks are in one directory, two levels below the package's root as the files
 * of `src/` are, so that `src/base/packageRoot.ts` is right in both.
 *
 *   tsx scripts/bundle.ts [--all-systems]
 *
 * With --all-systems, which `npm pack` uses, also the parser for the systems that no package has it for: zig compiles it,
 * which takes minutes the first time.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ADDONS, addonOfThisSystem, addonsFor, systemsOfPackages } from './program/addons.js';
import { compile } from './program/compile.js';
import { notices } from './program/notices.js';
import { projectDir } from './program/project.js';
import { TARGETS } from './program/targets.js';

const dist = join(projectDir, 'dist');

const { files, metafiles } = await compile(
  {
    entryPoints: ['src/cli/main.ts', 'src/api/library.ts'],
    outdir: 'dist/cli',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    format: 'esm',
    // CommonJS libraries load node's modules with `require`, which ES modules do not have.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    define: { EXECUTABLE: 'false' },
  },
  { outfile: 'dist/addons/main.cjs', addonFiles: 'installedFiles.cjs' },
  'dist/page',
);
for (const dir of ['cli', 'addons', 'page', 'THIRD-PARTY-NOTICES.txt'])
  rmSync(join(dist, dir), { recursive: true, force: true });
for (const { path, content } of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
for (const name of ADDONS) {
  for (const system of systemsOfPackages())
    cpSync(
      join(projectDir, 'node_modules', name, 'prebuilds', system, `${name}.node`),
      join(dist, 'addons', system, `${name}.node`),
    );
  cpSync(
    addonOfThisSystem(name),
    join(dist, 'addons', `${process.platform}-${process.arch}`, `${name}.node`),
  );
}
for (const target of process.argv.includes('--all-systems') ? TARGETS : []) {
  const addon = await addonsFor(target);
  for (const name of ADDONS) cpSync(addon(name), join(dist, 'addons', target.addon, `${name}.node`));
}
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(metafiles));
