/** Compiles `src/` and tree-sitter with esbuild. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { readCommit } from '../commit.js';
import { filesBelow, GO_MODULES, packageJson, projectDir } from './project.js';

/** Placeholder in the compiled program until its hash is known; both have the same length. */
const PLACEHOLDER = 'program-hash-'.padEnd(64, '-');

/** The placeholder in compiled code, where `lineLimit` may break it: a string goes on after a backslash and a line break. */
const IN_CODE = new RegExp(PLACEHOLDER.replace(/./g, '$&(?:\\\\\\n)?'), 'g');

/**
 * Code of libraries that is not a part of the program, or not as code: bun's bytecode takes four times the space of code,
 * and the executable for arm64 must stay below 120 MB.
 */
const lessCode: Plugin = {
  name: 'less-code',
  setup: (build) => {
    // CycloneDX's library can also write XML.
    build.onLoad(
      { filter: /cyclonedx-library[/\\]dist\.node[/\\]serialize[/\\]xml[/\\]normalize\.js$/ },
      () => {
        return { contents: 'module.exports = {};', loader: 'js' };
      },
    );
    // Data stays text until it is needed: nodes of the grammar, licences.
    build.onLoad({ filter: /[/\\]node_modules[/\\].*\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: `module.exports = JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
  },
};

const OPTIONS = {
  absWorkingDir: projectDir,
  bundle: true,
  platform: 'node',
  target: `node${/\d+\.\d+/.exec(packageJson.engines.node)?.[0] ?? ''}`,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  // CycloneDX's library can also write XML.
  alias: { xmlbuilder2: './scripts/program/absent.cjs' },
  plugins: [lessCode],
  write: false,
} as const satisfies BuildOptions;

export interface Compiled {
  /** Paths are absolute. */
  files: { path: string; content: Buffer }[];
  /** What they were compiled from. */
  metafiles: Metafile[];
}

/**
 * Compiles the program, and the library that it loads.
 * @param program - options of esbuild for the program.
 * @param library - where the library will be, and the file in scripts/addons that finds its compiled code.
 * @param pageDir - where script and style of reports will be, compressed; browsers run them.
 */
export async function compile(
  program: Pick<BuildOptions, 'define'> & BuildOptions,
  library: { outfile: string; addonFiles: string } & Pick<BuildOptions, 'define'>,
  pageDir: string,
): Promise<Compiled> {
  const results = [
    await build({
      ...OPTIONS,
      ...program,
      define: { PROGRAM_HASH: JSON.stringify(PLACEHOLDER), ...commitOf(readCommit()), ...program.define },
    }),
    // Not in strict mode, and with the names that it has: it assigns to properties that cannot be assigned to, and
    // evaluates texts that name its classes.
    await build({
      ...OPTIONS,
      entryPoints: ['scripts/addons/treeSitter.cjs'],
      outfile: library.outfile,
      format: 'cjs',
      sourcemap: false,
      alias: { 'node-gyp-build': `./scripts/addons/${library.addonFiles}` },
      external: ['*.node'],
      define: library.define ?? {},
      // Without it, the project's own makes strict mode of it.
      tsconfigRaw: {},
    }),
  ];
  const page = await build({
    ...OPTIONS,
    entryPoints: ['page/report.ts', 'page/report.css'],
    outdir: pageDir,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    minify: true,
    sourcemap: false,
  });
  const outputs = results.flatMap(({ outputFiles = [] }) => outputFiles);
  const metafiles = [...results, page].flatMap(({ metafile }) => metafile ?? []);
  const programHash = hashProgram(metafiles);
  const files = outputs.map(({ path, contents }) => {
    const code = Buffer.from(contents).toString('latin1').replace(IN_CODE, programHash);
    return { path, content: Buffer.from(code, 'latin1') };
  });
  // Without its hash, a program would trust what any other version has kept.
  if (!files.some(({ content }) => content.includes(programHash)))
    throw new Error('the compiled program does not contain its hash');
  for (const { path, contents } of page.outputFiles)
    files.push({ path: `${path}.br`, content: brotliCompressSync(contents) });
  return { files, metafiles };
}

/** Outside of a clone the program says that its commit is unknown. */
function commitOf(commit: string | undefined): Record<string, string> {
  return commit === undefined ? {} : { PROGRAM_COMMIT: JSON.stringify(commit) };
}

/**
 * Files that differ between the program on Node and the executable, and that change nothing in what it builds: where the
 * compiled code is, and how it starts.
 */
const FORMS = /^(?:scripts\/addons\/|src\/api\/|src\/cli\/executable\.ts$)/;

/**
 * Hex digest of everything that affects what the program builds: its sources, those of its libraries, and its Go sources.
 * Neither the commit nor the runtime is part of it, so the program on Node and the executable share what they keep.
 */
function hashProgram(metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs)).filter((file) => !FORMS.test(file));
  const content = createHash('sha256');
  for (const file of [...new Set([...inputs, ...GO_MODULES.flatMap(filesBelow)])].sort()) {
    content.update(JSON.stringify(file));
    content.update(readFileSync(join(projectDir, file)));
  }
  return content.digest('hex');
}
