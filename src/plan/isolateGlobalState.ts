import type { Isolation } from '../model/isolation.js';
import type {
  GlobalStatePlan,
  StateUse,
  SharedWrite,
  Shim,
  ShimGroup,
  StateUses,
} from '../model/globalState.js';
import type { PackageDecision } from '../model/renamePlan.js';
import type { WantedNames } from '../model/wantedNames.js';
import { isolatedStates, GLOBAL_STATE, splitNames, type StateEntry } from './globalStateTable.js';

/** The modules of the shims (`shims/`), by the group whose registrations they keep. */
const SHIM_MODULES = { dependency: 'gorename.isolate', own: 'gorename.isolate.own' } satisfies Record<
  ShimGroup,
  string
>;

/** What to search for in renamed packages. */
export function wantedNames(isolation: Isolation): WantedNames {
  return new Map(
    isolatedStates()
      .filter(({ kind }) => isolation.has(kind))
      .map(({ importPath, names, lookups }) => [
        importPath,
        new Set([...splitNames(names), ...splitNames(lookups)]),
      ]),
  );
}

/** Names to search for in code that initializes renamed packages: shared state, so the host would see a change. */
export function sharedNames(): WantedNames {
  const names = new Map<string, Set<string>>();
  for (const entry of GLOBAL_STATE.filter(({ treatment }) => treatment === 'reported')) {
    names.set(
      entry.importPath,
      new Set([...(names.get(entry.importPath) ?? []), ...splitNames(entry.names)]),
    );
  }
  return names;
}

/**
 * Decides which uses go to a private copy. The dependencies get a private copy of global state if one of them registers
 * something there. Third-party packages that change with the plugin's own code get another one. Look-ups use it, too, also
 * those of the plugin's own code. The plugin's registrations stay as written unless `own` is set.
 */
export function isolateGlobalState(
  { uses: found, sharedWrites }: StateUses,
  decisions: readonly PackageDecision[],
  own: boolean,
): GlobalStatePlan {
  const isOwnCode = new Set(
    decisions
      .filter(({ reason }) => reason.kind === 'main-package' || reason.kind === 'own-module')
      .map(({ importPath }) => importPath),
  );
  const stays = (use: StateUse): boolean => isOwnCode.has(use.user) && !own && !isLookup(use);
  const uses = found.filter(({ doubt }) => doubt !== 'left');
  const shims = new Map<string, Shim>();
  const registers = uses.filter((use) => !isLookup(use) && !stays(use));
  for (const group of ['dependency', 'own'] as const) {
    for (const { statePackage, user } of registers.filter((use) => shimGroup(use) === group)) {
      const importPath = shimPath(group, statePackage);
      const below = group === 'own' ? shims.get(shimPath('dependency', statePackage)) : undefined;
      const next = below?.importPath ?? statePackage;
      const shim = { group, module: SHIM_MODULES[group], importPath, statePackage, user, next };
      if (!shims.has(importPath)) shims.set(importPath, shim);
    }
  }
  const shimFor = (use: StateUse): Shim | undefined =>
    (shimGroup(use) === 'own' ? shims.get(shimPath('own', use.statePackage)) : undefined) ??
    shims.get(shimPath('dependency', use.statePackage));
  const isolated = uses.flatMap((use) => {
    const state = stateOf(use);
    const shim = shimFor(use);
    if (shim === undefined || state === undefined || stays(use)) return [];
    const reason = isLookup(use) ? `finds what ${shim.user} registers` : state.reason;
    return [{ ...use, kind: state.kind, shim: shim.importPath, reason }];
  });
  const repeated = uses.flatMap((use) => {
    const state = stateOf(use);
    // The plugin's loader runs neither func main nor tests.
    const loaded = !use.inMain && !use.file.endsWith('_test.go');
    if (!stays(use) || !loaded || state === undefined) return [];
    return splitNames(state.repeatable ?? '').includes(use.name) ? [] : [{ ...use, reason: state.reason }];
  });
  const left = found.filter(
    (use) => use.doubt === 'left' && (isLookup(use) ? shimFor(use) !== undefined : !stays(use)),
  );
  const shared = sharedWrites
    .filter(({ user }) => !isOwnCode.has(user))
    .map((write) => ({ ...write, reason: sharedStateOf(write)?.reason ?? '' }));
  return { uses: isolated, repeated, left, shared, shims: [...shims.values()] };
}

function stateOf({ statePackage }: StateUse): ReturnType<typeof isolatedStates>[number] | undefined {
  return isolatedStates().find(({ importPath }) => importPath === statePackage);
}

function sharedStateOf({ statePackage, name }: SharedWrite): StateEntry | undefined {
  return GLOBAL_STATE.find(
    ({ importPath, names }) => importPath === statePackage && splitNames(names).includes(name),
  );
}

function isLookup(use: StateUse): boolean {
  return splitNames(stateOf(use)?.lookups ?? '').includes(use.name);
}

function shimGroup({ group }: StateUse): ShimGroup {
  return group === 'dependency' ? 'dependency' : 'own';
}

/** `gorename.isolate/database/sql`: the folders of `shims/` have the names of the packages that they replace. */
function shimPath(group: ShimGroup, statePackage: string): string {
  return `${SHIM_MODULES[group]}/${statePackage}`;
}
