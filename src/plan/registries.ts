import type { IsolationKind } from '../model/isolation.js';

/**
 * What the standard library keeps for the whole process behind exported names, and what becomes of it in a plugin:
 * `isolated`: calls of renamed packages go to a private copy (`shims/`); `harmless`: may be shared; `reported`: is
 * shared, and a plugin that changes it changes it for the host. `docs/isolation.md` is generated from this table.
 */
export type StateEntry = IsolatedState | SharedState;

interface Common {
  /** The package of the standard library. */
  importPath: string;
  /** Exported functions and variables, separated by blanks; `Type.Method` for methods. */
  names: string;
  /** One sentence a user can read. */
  reason: string;
}

export interface IsolatedState extends Common {
  treatment: 'isolated';
  kind: IsolationKind;
  /** Names that only read what is registered: own code needs the private copy for these alone. */
  lookups: string;
}

export interface SharedState extends Common {
  treatment: 'harmless' | 'reported';
}

export const REGISTRIES: readonly StateEntry[] = [
  {
    importPath: 'database/sql',
    names: 'Register',
    lookups: 'Open Drivers',
    treatment: 'isolated',
    kind: 'sql',
    reason: 'a second driver of one name panics',
  },
  {
    importPath: 'flag',
    names:
      'CommandLine Usage Bool BoolFunc BoolVar Duration DurationVar Float64 Float64Var Func Int IntVar Int64 Int64Var ' +
      'String StringVar TextVar Uint UintVar Uint64 Uint64Var Var',
    lookups: 'Lookup Set Visit VisitAll PrintDefaults Parse Parsed Args NArg Arg NFlag',
    treatment: 'isolated',
    kind: 'flag',
    reason: 'a second flag of one name panics',
  },
];

/** The entries that renamed packages get private copies of. */
export function isolatedStates(): IsolatedState[] {
  return REGISTRIES.filter((entry): entry is IsolatedState => entry.treatment === 'isolated');
}

/** The names in a list of the table. */
export function splitNames(names: string): string[] {
  return names.split(' ').filter((name) => name !== '');
}
