/**
 * The file holds what the grammar does not know. `taken`: no local declaration seems to give the name another meaning,
 * though one could be overlooked; `left`: one does, though its scope could end before.
 */
export type Doubt = 'taken' | 'left';

/** Import path → the names that are looked for. */
export type WantedNames = ReadonlyMap<string, ReadonlySet<string>>;
