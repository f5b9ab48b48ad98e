/**
 * Compiles the program: `src/` with the libraries that it uses -> `dist/`. Some 300 small files would take 0.1 s more to
 * load than these few. Entry points and chunks are in one directory, two levels below the package's root as the files
 * of `src/` are, so that paths from `import.meta.url` (another entry point, `shims/`, `package.json`) work in both.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { readCommit } from './commit.js';

const projectDir = join(import.meta.dirname, '..');
const dist = join(projectDir, 'dist');

const { dependencies, engines } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  engines: { node: string };
};

/** Placeholder in the compiled program until its hash is known; both have the same length. */
const PLACEHOLDER = 'program-hash-'.padEnd(64, '-');

const { metafile, outputFiles } = await build({
  absWorkingDir: projectDir,
  entryPoints: ['src/cli/main.ts', 'src/worktree/rewriteThread.ts'],
  outdir: 'dist/cli',
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: `node${/\d+\.\d+/.exec(engines.node)?.[0] ?? ''}`,
  // These are installed next to the program, because they contain compiled code.
  external: Object.keys(dependencies),
  // CommonJS libraries load node's modules with `require`, which ES modules do not have.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  sourcemap: true,
  sourcesContent: false,
  define: { PROGRAM_HASH: JSON.stringify(PLACEHOLDER), ...commitOf(readCommit()) },
  metafile: true,
  logLevel: 'warning',
  write: false,
});
rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, 'cli'), { recursive: true });
const programHash = hashProgram();
for (const { path, contents } of outputFiles) {
  const code = Buffer.from(contents).toString('latin1').replaceAll(PLACEHOLDER, programHash);
  writeFileSync(path, code, 'latin1');
}
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(metafile));

/** Outside of a clone the program says that its commit is unknown. */
function commitOf(commit: string | undefined): Record<string, string> {
  return commit === undefined ? {} : { PROGRAM_COMMIT: JSON.stringify(commit) };
}

/** Hex digest of everything that affects what the program does: its code, its Go sources, and the libraries next to it. */
function hashProgram(): string {
  const content = createHash('sha256').update(JSON.stringify(dependencies));
  for (const { contents } of outputFiles.filter(({ path }) => path.endsWith('.js'))) content.update(contents);
  for (const file of ['shims', 'typecheck', 'probe'].flatMap(filesBelow)) {
    content.update(JSON.stringify(file));
    content.update(readFileSync(join(projectDir, file)));
  }
  return content.digest('hex');
}

/** The files below a directory of the package. */
function filesBelow(dir: string): string[] {
  return readdirSync(join(projectDir, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectDir, join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * The licences of all packages with code in the bundle.
 * @throws Error if a package has no licence text.
 */
function notices({ inputs }: Metafile): string {
  const packages = new Set(
    Object.keys(inputs).flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  return [...packages]
    .sort()
    .map((dir) => notice(join(projectDir, dir)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(dir: string): string {
  const { name, version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = readdirSync(dir).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} has no licence text`);
  return `${name} ${version}\n\n${readFileSync(join(dir, file), 'utf8').trim()}\n`;
}
