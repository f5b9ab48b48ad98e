import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GoSettings } from '../model/moduleGraph.js';
import { flagValue, formatGoFlag, type GoFlag } from '../base/goFlags.js';
import { runProcess } from '../process/run.js';
import { explainGoFailure, type FileCopy } from './goFailure.js';

/** How to call the go command in the user's tree so that it cannot edit go.mod, go.sum or go.work.sum. */
export interface GuardedCall {
  flags: string[];
  env: Record<string, string>;
  /** The copy that replaces the user's go.mod or go.work. */
  copy?: FileCopy;
}

/**
 * The user's flags that concern compiling, linking or printing, not the packages of the build. With the flags for
 * coverage, `go list` lists packages of the standard library that `go build` links only if main is covered.
 */
const NOT_FOR_LIST = new Set(
  (
    'a v x work p i buildmode buildvcs ldflags modcacherw pgo cover covermode coverpkg ' +
    'debug-actiongraph debug-trace debug-runtime-trace'
  ).split(' '),
);

/**
 * @param flags - GOFLAGS and command line together.
 * @param tempDir - absolute, exists, for copies of the files that the go command would otherwise edit.
 */
export async function guardUserFiles(
  settings: GoSettings,
  flags: readonly GoFlag[],
  cwd: string,
  tempDir: string,
): Promise<GuardedCall> {
  const kept = listingFlags(settings, flags);
  // This value replaces the user's GOFLAGS, which `flags` already contains; an empty value would not.
  const env: Record<string, string> = { GOFLAGS: '-buildvcs=false', GO111MODULE: 'on' };
  const { goMod, goWork } = settings;
  if (goWork !== undefined) {
    // Even under -mod=readonly the go command writes go.work.sum (modload/init.go, commitRequirements).
    if (await isVendored(goWork)) return { flags: kept, env };
    const copy = { path: join(tempDir, 'go.work'), original: goWork };
    await copyWorkspace(settings, copy, cwd);
    return { flags: kept, env: { ...env, GOWORK: copy.path }, copy };
  }
  const named = flagValue(flags, 'modfile');
  const modFile = named === undefined ? goMod : resolve(cwd, named);
  // If it does not exist, the go command reports that.
  if (modFile !== undefined && existsSync(modFile) && flagValue(flags, 'mod') === 'mod') {
    const copy = { path: join(tempDir, 'go.mod'), original: modFile };
    await copyContent(modFile, copy.path);
    await copyContent(modFile.replace(/\.mod$/, '.sum'), join(tempDir, 'go.sum'));
    return { flags: [...kept, `-modfile=${copy.path}`], env, copy };
  }
  return { flags: named === undefined ? kept : [...kept, `-modfile=${modFile ?? ''}`], env };
}

/**
 * The flags of go build that decide what `go list` finds.
 * @param flags - GOFLAGS and command line together.
 */
export function listingFlags({ minor }: GoSettings, flags: readonly GoFlag[]): string[] {
  const kept = flags.filter(({ name }) => !NOT_FOR_LIST.has(name) && name !== 'modfile').map(formatGoFlag);
  // With a default.pgo next to main, `go list` reports every package twice.
  return minor >= 20 ? [...kept, '-pgo=off'] : kept;
}

/** Reports whether a workspace has a vendor directory, as `go work vendor` marks it; then nothing is written. */
async function isVendored(goWork: string): Promise<boolean> {
  const list = join(dirname(goWork), 'vendor', 'modules.txt');
  return existsSync(list) && (await readFile(list, 'utf8')).startsWith('## workspace');
}

/** Copies a file's content, if it exists, but not its mode: the copy must be writable. */
async function copyContent(from: string, to: string): Promise<void> {
  if (existsSync(from)) await writeFile(to, await readFile(from));
}

/**
 * Copies go.work (and its sums) with every relative path made absolute.
 * @param cwd - for messages.
 */
async function copyWorkspace(settings: GoSettings, copy: FileCopy, cwd: string): Promise<void> {
  interface WorkFile {
    Use?: { DiskPath: string }[];
    Replace?: { Old: { Path: string; Version?: string }; New: { Path: string; Version?: string } }[];
  }
  const root = dirname(copy.original);
  await copyContent(copy.original, copy.path);
  await copyContent(`${copy.original}.sum`, `${copy.path}.sum`);
  const edit = async (args: string[]): Promise<string> => {
    const result = await runProcess(settings.command, ['work', 'edit', ...args, copy.path], { cwd: root });
    if (result.exitCode !== 0) throw explainGoFailure(result.stderr, { goCwd: root, cwd, copy });
    return result.stdout;
  };
  const { Use, Replace } = JSON.parse(await edit(['-json'])) as WorkFile;
  const args = (Use ?? []).flatMap(({ DiskPath }) => [
    `-dropuse=${DiskPath}`,
    `-use=${resolve(root, DiskPath)}`,
  ]);
  for (const { Old, New } of Replace ?? []) {
    if (New.Version !== undefined) continue;
    const old = Old.Version === undefined ? Old.Path : `${Old.Path}@${Old.Version}`;
    args.push(`-replace=${old}=${resolve(root, New.Path)}`);
  }
  if (args.length > 0) await edit(args);
}
