/** Directories that a test may write to, and the check that others did not change. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The root of this project. */
export const projectDir = join(import.meta.dirname, '../..');

/** `fixtures/<name>`, absolute. */
export function fixtureDir(name: string): string {
  return join(projectDir, 'fixtures', name);
}

const tempDirs: string[] = [];
process.on('exit', () => {
  // The go command takes the right to write from directories of its module cache.
  spawnSync('chmod', ['-R', 'u+w', ...tempDirs]);
  for (const dir of tempDirs) rmSync(dir, { recursive: true, force: true });
});

/** An empty directory (by its real path) that is removed when this process, which runs one test file, ends. */
export function tempDir(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'gorename-plugin-test-')));
  tempDirs.push(dir);
  return dir;
}

/**
 * Copies `fixtures/<name>` into a separate directory and returns the copy, which has the fixture's
 * own folder name. What the demo left in an `output` folder is not copied.
 */
export function copyFixture(name: string): string {
  const copy = join(tempDir(), basename(name));
  cpSync(fixtureDir(name), copy, { recursive: true, filter: (path) => basename(path) !== 'output' });
  return copy;
}

/**
 * All that a tree holds: path -> mode, time of last change, and content hash or link target. Two
 * snapshots are deeply equal when nothing in the tree was written in between, not even put back.
 */
export async function snapshotTree(dir: string): Promise<Record<string, string>> {
  const paths = ['.', ...(await readdir(dir, { recursive: true }))].sort();
  const entries = paths.map(async (path) => [path, await describeEntry(join(dir, path))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function describeEntry(path: string): Promise<string> {
  const entry = await lstat(path);
  const state = `${entry.mode.toString(8)} ${entry.mtimeMs}`;
  if (entry.isSymbolicLink()) return `${state} ${await readlink(path)}`;
  if (!entry.isFile()) return state;
  const content = await readFile(path);
  return `${state} ${createHash('sha256').update(content).digest('hex')}`;
}

/**
 * Waits until a build may be remembered: changes within one tick of the file system's clock, and those that a build may have
 * met, are never trusted.
 */
export function settle(): Promise<void> {
  return setTimeout(250);
}
