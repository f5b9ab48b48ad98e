import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GodebugSetting, GoModule, GoSettings } from '../model/moduleGraph.js';
import { runProcess } from '../process/run.js';
import { explainGoFailure } from './goFailure.js';

/**
 * The GODEBUG defaults of the plugin's own build: the godebug lines of its go.work or go.mod and, since those of a main
 * module follow its go line, that line itself. Go reads them from the root of a build only, which the work tree
 * replaces by its own. Empty before go1.23, which knows no godebug lines.
 */
export async function loadGodebug(settings: GoSettings, module: GoModule): Promise<GodebugSetting[]> {
  if (settings.minor < 23) return [];
  const file = settings.goWork ?? settings.goMod;
  const settingsInFile = file === undefined ? [] : await readGodebugLines(settings, file);
  if (settingsInFile.some(({ key }) => key === 'default')) return settingsInFile;
  return [{ key: 'default', value: `go${module.goVersion ?? '1.16'}` }, ...settingsInFile];
}

async function readGodebugLines(settings: GoSettings, file: string): Promise<GodebugSetting[]> {
  if (!(await readFile(file, 'utf8')).includes('godebug')) return [];
  const command = file.endsWith('.work') ? 'work' : 'mod';
  const result = await runProcess(settings.command, [command, 'edit', '-json', file], { cwd: dirname(file) });
  if (result.exitCode !== 0) throw explainGoFailure(result.stderr, dirname(file));
  const parsed = JSON.parse(result.stdout) as { Godebug?: { Key: string; Value: string }[] | null };
  return (parsed.Godebug ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
}
