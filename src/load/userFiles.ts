import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GoSettings } from '../model/moduleGraph.js';
import { flagValue, formatGoFlag, type GoFlag } from '../model/goFlags.js';
import { runProcess } from '../process/run.js';
import { explainGoFailure } from './goFailure.js';

/** How to call the go command in the user's tree so that it can edit neither go.mod, go.sum nor go.work.sum. */
export interface GuardedCall {
  flags: string[];
  env: Record<string, string>;
}

/** Flags of the user that concern compiling, linking or printing, not what the build consists of. */
const NOT_FOR_LIST = new Set(
  'a v x work p i buildmode buildvcs ldflags modcacherw pgo debug-actiongraph debug-trace debug-runtime-trace'.split(
    ' ',
  ),
);

/**
 * @param flags GOFLAGS and command line together; @param tempDir absolute and there, for copies of the files
 * that the go command would otherwise edit.
 */
export async function guardUserFiles(
  settings: GoSettings,
  flags: readonly GoFlag[],
  cwd: string,
  tempDir: string,
): Promise<GuardedCall> {
  const kept = flags.filter(({ name }) => !NOT_FOR_LIST.has(name) && name !== 'modfile').map(formatGoFlag);
  // A value of ours replaces the user's GOFLAGS, which `flags` already holds; an empty one would not.
  const env: Record<string, string> = { GOFLAGS: '-buildvcs=false', GO111MODULE: 'on' };
  // With a default.pgo beside main, `go list` reports every package twice.
  if (settings.minor >= 20) kept.push('-pgo=off');
  const { goMod, goWork } = settings;
  if (goWork !== undefined) {
    // Even under -mod=readonly the go command writes go.work.sum (modload/init.go, commitRequirements).
    if (!(await isVendored(goWork))) env['GOWORK'] = await copyWorkspace(settings, goWork, tempDir);
    return { flags: kept, env };
  }
  const named = flagValue(flags, 'modfile');
  const modFile = named === undefined ? goMod : resolve(cwd, named);
  // One that is not there is left for go to complain about.
  if (modFile !== undefined && existsSync(modFile) && flagValue(flags, 'mod') === 'mod') {
    const copy = join(tempDir, 'go.mod');
    await copyContent(modFile, copy);
    await copyContent(modFile.replace(/\.mod$/, '.sum'), join(tempDir, 'go.sum'));
    return { flags: [...kept, `-modfile=${copy}`], env };
  }
  return { flags: named === undefined ? kept : [...kept, `-modfile=${modFile ?? ''}`], env };
}

/** Tells whether a workspace has a vendor directory of its own, as `go work vendor` marks it; then nothing is written. */
async function isVendored(goWork: string): Promise<boolean> {
  const list = join(dirname(goWork), 'vendor', 'modules.txt');
  return existsSync(list) && (await readFile(list, 'utf8')).startsWith('## workspace');
}

/** Copies what a file holds, if it is there, but not its mode: the copy is to be written. */
async function copyContent(from: string, to: string): Promise<void> {
  if (existsSync(from)) await writeFile(to, await readFile(from));
}

/** Copies go.work (and its sums) with every relative path made absolute. Returns the copy's path. */
async function copyWorkspace(settings: GoSettings, goWork: string, tempDir: string): Promise<string> {
  interface WorkFile {
    Use?: { DiskPath: string }[];
    Replace?: { Old: { Path: string; Version?: string }; New: { Path: string; Version?: string } }[];
  }
  const root = dirname(goWork);
  const copy = join(tempDir, 'go.work');
  await copyContent(goWork, copy);
  await copyContent(`${goWork}.sum`, `${copy}.sum`);
  const edit = async (args: string[]): Promise<string> => {
    const result = await runProcess(settings.command, ['work', 'edit', ...args, copy], { cwd: root });
    if (result.exitCode !== 0) throw explainGoFailure(result.stderr, root);
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
  return copy;
}
