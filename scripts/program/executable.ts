import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { execa } from 'execa';
import { ADDONS } from './addons.js';
import { installedBun } from './bun.js';
import { compile } from './compile.js';
import { GO_MODULES, projectDir } from './project.js';

interface ExecutableRequest {
  /** Absolute. */
  outfile: string;
  /** The bun that becomes a part of the executable; undefined for the installed one. */
  runtime?: string;
  /** Bun's word for the kind of file; undefined for that of this system. */
  format?: string | undefined;
  /** File of the compiled code of a library. */
  addon: (name: (typeof ADDONS)[number]) => string;
}

/** What the program reads besides its code. */
const FILES = [...GO_MODULES, 'docs/findings', 'docs/project-file.md', 'make', 'package.json'];

/**
 * Makes one executable file of the program: esbuild compiles it as for Node, and bun adds itself, its bytecode and all
 * files. The result depends on nothing else: paths in it are those in a directory that has always the same content.
 * @returns what was compiled.
 */
export async function makeExecutable({
  outfile,
  runtime,
  format,
  addon,
}: ExecutableRequest): Promise<Metafile[]> {
  const dir = `${outfile}.files`;
  rmSync(dir, { recursive: true, force: true });
  const { files, metafiles } = await compile(
    {
      entryPoints: ['src/cli/executable.ts'],
      outfile: join(dir, 'main.cjs'),
      format: 'cjs',
      // 0.3 MB less: an executable for linux must stay below 120 MB, and bun has 107. Names stay, for reports of bugs.
      minifyWhitespace: true,
      minifySyntax: true,
      lineLimit: 120,
      define: { EXECUTABLE: 'true', 'import.meta.url': '"file:///$bunfs/root/main.cjs"' },
    },
    {
      outfile: join(dir, 'dist/addons/main.cjs'),
      addonFiles: 'embeddedFiles.cjs',
      // Or bun puts in the directory that this project is in.
      define: { __dirname: '"/$bunfs/root/dist/addons"' },
    },
    join(dir, 'page'),
  );
  for (const { path, content } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  mkdirSync(join(dir, 'addons'));
  for (const name of ADDONS) copyFileSync(addon(name), join(dir, 'addons', `${name}.node`));
  for (const file of FILES) cpSync(join(projectDir, file), join(dir, file), { recursive: true });
  const assets = [...new Set(['addons', ...FILES.map((file) => file.split('/')[0] ?? '')])];
  await execa(
    installedBun(),
    [
      'build',
      '--compile',
      '--bytecode',
      `--target=${format ?? 'bun'}`,
      ...(runtime === undefined ? [] : [`--compile-executable-path=${runtime}`]),
      // The user's directory has nothing that is meant for this program.
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      '--asset=page',
      ...assets.map((asset) => `--asset=${asset}`),
      '--outfile=gorename-plugin',
      'main.cjs',
      'dist/addons/main.cjs',
    ],
    { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (readFileSync(join(dir, 'gorename-plugin')).includes(projectDir))
    throw new Error(
      `the executable contains the path ${projectDir}: in another directory it would be different`,
    );
  copyFileSync(join(dir, 'gorename-plugin'), outfile);
  rmSync(dir, { recursive: true });
  return metafiles;
}
