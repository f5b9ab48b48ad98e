import { copyFile, mkdir } from 'node:fs/promises';
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
 * @param flags GOFLAGS and command line together; @param tempDir absolute, for copies of the files
 * that the go command would otherwise edit.
 */
export async function guardUserFiles(
  settings: GoSettings,
  flags: readonly GoFlag[],
  cwd: string,
  tempDir: string,
): Promise<GuardedCall> {
  const kept = flags.filter((flag) => !NOT_FOR_LIST.has(flag.name));
  // A value of ours replaces the user's GOFLAGS, which `flags` already holds; an empty one would not.
  const env: Record<string, string> = { GOFLAGS: '-buildvcs=false', GO111MODULE: 'on' };
  // With a default.pgo beside main, `go list` reports every package twice.
  const pgo = settings.minor >= 20 ? ['-pgo=off'] : [];
  if (settings.goWork !== undefined) {
    // Even under -mod=readonly the go command writes go.work.sum (modload/init.go, commitRequirements).
    if (!existsSync(join(dirname(settings.goWork), 'vendor'))) {
      env['GOWORK'] = await copyWorkspace(settings, settings.goWork, tempDir);
    }
  } else if (flagValue(flags, 'mod') === 'mod' && settings.goMod !== undefined) {
    const original = resolve(cwd, flagValue(flags, 'modfile') ?? settings.goMod);
    const copy = join(tempDir, 'go.mod');
    await mkdir(tempDir, { recursive: true });
    await copyFile(original, copy);
    const sum = original.replace(/\.mod$/, '.sum');
    if (existsSync(sum)) await copyFile(sum, join(tempDir, 'go.sum'));
    const others = kept.filter((flag) => flag.name !== 'modfile');
    return { flags: [...others.map(formatGoFlag), ...pgo, `-modfile=${copy}`], env };
  }
  return { flags: [...kept.map(formatGoFlag), ...pgo], env };
}

/** Copies go.work (and its sums) with every relative path made absolute. Returns the copy's path. */
async function copyWorkspace(settings: GoSettings, goWork: string, tempDir: string): Promise<string> {
  interface WorkFile {
    Use?: { DiskPath: string }[];
    Replace?: { Old: { Path: string; Version?: string }; New: { Path: string; Version?: string } }[];
  }
  const root = dirname(goWork);
  const copy = join(tempDir, 'go.work');
  await mkdir(tempDir, { recursive: true });
  await copyFile(goWork, copy);
  if (existsSync(`${goWork}.sum`)) await copyFile(`${goWork}.sum`, `${copy}.sum`);
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
