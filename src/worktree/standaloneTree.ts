import { join, posix } from 'node:path';
import { rootGoVersion, rootModuleFile, sumEnvironment, workspaceFile } from '../gomod/moduleFile.js';
import type { GodebugSetting, GoSettings } from '../model/moduleGraph.js';
import type { KeptModules } from '../model/sharedPackages.js';
import {
  describeCopies,
  mainPackage,
  requirementsFrom,
  writeCopies,
  writeSources,
  type WriteContext,
} from './moduleCopies.js';
import type { ModuleMode } from './workTree.js';
import { publishTree } from './treeWriter.js';

/** Below the tree, hidden from `./...` by the leading dot. */
const COPIES = '.gorename-plugin';

/** Files next to the sources; with special names, since the module may have a Makefile. */
const MAKEFILE = 'gorename-plugin.mk';
const VERSION_SCRIPT = 'gorename-plugin.map';

/** A tree that plain `go build` builds, before it is moved to its place; all paths are absolute. */
export interface StandaloneTree {
  root: string;
  moduleMode: ModuleMode;
  makefile: string;
  /** Path for a version script for the linker, and the same in its place. */
  versionScript: string;
  installedScript: string;
}

interface StandaloneSettings {
  settings: GoSettings;
  godebug: GodebugSetting[];
  /** The modules that keep their original paths. */
  kept: KeptModules | undefined;
}

/**
 * Writes a tree that plain `go build` builds: the plugin's module at the same relative path as the user's, renamed copies of
 * all others below `.gorename-plugin`, and a separate go.work, so that no go.work in a directory above applies. It appears
 * completely or not at all.
 * @param dir - absolute.
 * @param finish - adds to the tree what needs its sources; if it fails, what was in `dir` stays.
 * @returns the absolute path of the makefile.
 */
export async function writeStandaloneTree(
  written: WriteContext,
  dir: string,
  { settings, godebug, kept }: StandaloneSettings,
  finish: (tree: StandaloneTree) => Promise<void>,
): Promise<string> {
  const context = { ...written, lasting: true };
  const { module } = mainPackage(context);
  const modules = new Map(context.graph.modules);
  modules.delete(module.path);
  const others = { ...context, graph: { ...context.graph, modules } };
  await publishTree(dir, { main: context.plan.main }, 'replace', async (writer) => {
    writeCopies(others, 'dependency', writer, { below: posix.join(COPIES, 'modules') });
    writeCopies(others, 'own', writer, { below: posix.join(COPIES, 'own') });
    const groups = ['own', 'main'] as const;
    const prefix = context.plan.prefixes.own;
    writeSources(
      context,
      groups.map((group) => ({ group, module, prefix, root: '' })),
      writer,
    );
    const copies = [
      ...describeCopies(others, 'dependency', () => join(dir, COPIES, 'modules')),
      ...describeCopies(others, 'own', () => join(dir, COPIES, 'own')),
    ];
    const requirements = requirementsFrom(dir, copies);
    const path = `${prefix}/${module.path}`;
    const { modules: shared = [], loaded = [], mains = [], sums = '' } = kept ?? {};
    writer.write(
      'go.mod',
      rootModuleFile({ path, goVersion: module.goVersion, godebug, requirements, kept: shared }),
    );
    if (sums !== '') writer.write('go.sum', sums);
    const goVersion = rootGoVersion([...context.graph.modules.values(), ...loaded], settings, '1.18');
    writer.write('go.work', workspaceFile({ goVersion, godebug, others: mains, kept: shared }));
    const root = writer.dir;
    await finish({
      root,
      moduleMode: {
        mod: 'readonly',
        env: { ...(kept && sumEnvironment(kept.modules, kept.sums)), GOWORK: join(root, 'go.work') },
      },
      makefile: join(root, MAKEFILE),
      versionScript: join(root, VERSION_SCRIPT),
      installedScript: join(dir, VERSION_SCRIPT),
    });
  });
  return join(dir, MAKEFILE);
}
