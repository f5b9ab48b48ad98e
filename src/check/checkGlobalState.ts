import type { Finding } from '../findings/finding.js';
import type { BuildMode } from '../model/options.js';
import type { RenamePlan } from '../model/renamePlan.js';

/** Global state whose isolation is uncertain, and global state that stays shared; only for plugins. */
export function checkRegistries({ registries }: RenamePlan, buildMode: BuildMode): Finding[] {
  const { repeated, shared } = buildMode === 'plugin' ? registries : { repeated: [], shared: [] };
  const unclear = [...registries.uses, ...registries.left].flatMap((use): Finding[] => {
    const { file, line, column, registry, name, doubt } = use;
    const position = { file, line, column };
    return doubt === undefined
      ? []
      : [{ kind: 'global-state-unclear', position, registry, name, taken: doubt === 'taken' }];
  });
  return [
    ...unclear,
    ...repeated.map(({ file, line, column, registry, name, reason }): Finding => {
      return { kind: 'own-registration', position: { file, line, column }, registry, name, reason };
    }),
    ...shared.map(({ file, line, column, user, registry, name, reason }): Finding => {
      return {
        kind: 'shared-global-state',
        position: { file, line, column },
        importPath: user,
        registry,
        name,
        reason,
      };
    }),
  ];
}
