/** The compiled code of tree-sitter and its grammar of Go, for each system. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheDir, fetchZig } from './fetch.js';
import { packageVersion, projectDir } from './project.js';
import { TARGETS, type Target } from './targets.js';

/** Names of the two files, without `.node`, and of the packages that they belong to. */
export const ADDONS = ['tree-sitter', 'tree-sitter-go'] as const;
export type Addon = (typeof ADDONS)[number];

const modules = join(projectDir, 'node_modules');

/**
 * The compiled code for the system that this script runs on: as its package has it, or as npm has compiled it.
 * @throws Error if there is none.
 */
export function addonOfThisSystem(name: Addon): string {
  const dir = join(modules, name);
  const built = `${name.replaceAll('-', '_')}_${name === 'tree-sitter' ? 'runtime_' : ''}binding.node`;
  const candidates = [
    join(dir, 'build/Release', built),
    join(dir, 'prebuilds', `${process.platform}-${process.arch}`, `${name}.node`),
  ];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`${name} has no compiled code for this system: run \`npm rebuild ${name}\``);
  return found;
}

/** The systems for which the packages themselves have the compiled code, besides the one that this script runs on. */
export function systemsOfPackages(): string[] {
  return TARGETS.map(({ addon }) => addon).filter((system) =>
    ADDONS.every((name) => existsSync(join(modules, name, 'prebuilds', system, `${name}.node`))),
  );
}

/** The compiled code for a system; compiled now if no package has it. */
export async function addonsFor({ addon, zig }: Target): Promise<(name: Addon) => string> {
  if (zig === undefined) return (name) => join(modules, name, 'prebuilds', addon, `${name}.node`);
  const versions = [...ADDONS, 'node-addon-api', 'node-api-headers'].map(
    (name) => `${name}@${packageVersion(name)}`,
  );
  const dir = join(cacheDir, [addon, ...versions].join('+'));
  if (!existsSync(dir)) {
    const draft = `${dir}.${String(process.pid)}`;
    mkdirSync(draft, { recursive: true });
    await compileAddons(zig, draft);
    renameSync(draft, dir);
  }
  return (name) => join(dir, `${name}.node`);
}

/** As the binding.gyp of each package has it; the C++ library becomes a part of each file. */
async function compileAddons(target: string, dir: string): Promise<void> {
  const zig = await fetchZig();
  const run = async (...args: string[]): Promise<void> => {
    const caches = {
      ZIG_GLOBAL_CACHE_DIR: join(cacheDir, 'zig-cache'),
      ZIG_LOCAL_CACHE_DIR: join(cacheDir, 'zig-cache'),
    };
    await execa(zig, args, { cwd: modules, env: caches, stdio: ['ignore', 'inherit', 'inherit'] });
  };
  const options = ['-target', target, '-O2', '-g0', '-fPIC', '-fvisibility=hidden'];
  const c = (source: string, name: string, ...includes: string[]): Promise<void> =>
    run('cc', ...options, '-std=c11', ...includes, '-c', source, '-o', join(dir, name));
  const headers = [
    '-Inode-addon-api',
    '-Inode-api-headers/include',
    `-I${join(projectDir, 'scripts/addons/include')}`,
  ];
  const cpp = (name: Addon, ...sources: string[]): Promise<void> =>
    run(
      'c++',
      ...options,
      '-std=c++17',
      // The GNU library's headers bring it along, which tree-sitter relies on.
      '-include',
      'cassert',
      '-DNAPI_VERSION=8',
      '-DNAPI_CPP_EXCEPTIONS',
      '-DBUILDING_NODE_EXTENSION',
      ...headers,
      '-shared',
      '-s',
      '-o',
      join(dir, `${name}.node`),
      ...sources,
    );
  const library = 'tree-sitter/vendor/tree-sitter/lib';
  const includes = [`-I${library}/src`, `-I${library}/include`];
  await c(`${library}/src/lib.c`, 'lib.o', ...includes);
  const binding = [
    'binding',
    'conversions',
    'language',
    'logger',
    'lookaheaditerator',
    'node',
    'parser',
    'query',
    'tree',
    'tree_cursor',
  ];
  await cpp(
    'tree-sitter',
    `-I${library}/include`,
    ...binding.map((name) => `tree-sitter/src/${name}.cc`),
    join(dir, 'lib.o'),
  );
  await c('tree-sitter-go/src/parser.c', 'parser.o', '-Itree-sitter-go/src');
  await cpp('tree-sitter-go', 'tree-sitter-go/bindings/node/binding.cc', join(dir, 'parser.o'));
  for (const object of ['lib.o', 'parser.o']) rmSync(join(dir, object));
}
