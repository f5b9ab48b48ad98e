/** Fetches what is for other systems: npm and pip install only what is for this one. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectDir } from './project.js';

/** Directory of what was fetched and compiled; removed with node_modules. */
export const cacheDir = join(projectDir, 'node_modules/.cache/release');

const lockfile = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string; integrity: string }>;
};

/**
 * Fetches a package in the version of package-lock.json.
 * @returns its directory.
 * @throws Error if its content is not what package-lock.json names.
 */
export async function fetchPackage(name: string): Promise<string> {
  const locked = lockfile.packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`${name} is not in package-lock.json`);
  const { version, integrity } = locked;
  const dir = join(cacheDir, `${name.replace('/', '+')}@${version}`);
  if (existsSync(dir)) return dir;
  const draft = `${dir}.${String(process.pid)}`;
  mkdirSync(draft, { recursive: true });
  await execa('npm', ['pack', '--silent', '--ignore-scripts', `${name}@${version}`], { cwd: draft });
  const [archive = ''] = readdirSync(draft);
  const found = createHash('sha512')
    .update(readFileSync(join(draft, archive)))
    .digest('base64');
  if (`sha512-${found}` !== integrity)
    throw new Error(`${name}@${version} is sha512-${found}, but package-lock.json has ${integrity}`);
  await execa('tar', ['-xf', archive], { cwd: draft });
  rmSync(join(draft, archive));
  renameSync(draft, dir);
  return dir;
}

/**
 * Fetches zig, which brings the headers and libraries of all systems.
 * @returns the program.
 */
export async function fetchZig(): Promise<string> {
  const dir = join(cacheDir, 'zig');
  const program = join(dir, 'ziglang/zig');
  if (existsSync(program)) return program;
  const draft = `${dir}.${String(process.pid)}`;
  mkdirSync(draft, { recursive: true });
  const list = join(projectDir, 'scripts/program/zig.txt');
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '-r', list];
  await execa('python3', pip, { cwd: draft, stdio: 'inherit' });
  const [wheel = ''] = readdirSync(draft);
  await execa('python3', ['-m', 'zipfile', '-e', wheel, '.'], { cwd: draft });
  rmSync(join(draft, wheel));
  await execa('chmod', ['+x', 'ziglang/zig'], { cwd: draft });
  renameSync(draft, dir);
  return program;
}
