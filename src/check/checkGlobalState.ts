import type { Finding } from '../findings/finding.js';
import type { BuildMode } from '../model/options.js';
import type { RenamePlan } from '../model/renamePlan.js';

/** Global state whose isolation is uncertain, and global state that stays shared; only for plugins. */
export function checkGlobalState({ globalState }: RenamePlan, buildMode: BuildMode): Finding[] {
  const { repeated, shared } = buildMode === 'plugin' ? globalState : { repeated: [], shared: [] };
  const unclear = [...globalState.uses, ...globalState.left].flatMap((use): Finding[] => {
    const { file, line, column, statePackage, name, doubt } = use;
    const position = { file, line, column };
    return doubt === undefined
      ? []
      : [{ kind: 'global-state-unclear', position, statePackage, name, taken: doubt === 'taken' }];
  });
  return [
    ...unclear,
    ...repeated.map(({ file, line, column, statePackage, name, reason }): Finding => {
      return { kind: 'own-registration', position: { file, line, column }, statePackage, name, reason };
    }),
    ...shared.map(({ file, line, column, user, statePackage, name, reason }): Finding => {
      return {
        kind: 'shared-global-state',
        position: { file, line, column },
        importPath: user,
        statePackage,
        name,
        reason,
      };
    }),
  ];
}
