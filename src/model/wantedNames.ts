/**
 * The file contains syntax that the grammar does not know. `taken`: no local declaration seems to give the name another
 * meaning, but one could be overlooked; `left`: one does, but its scope could end earlier.
 */
export type Doubt = 'taken' | 'left';

/** Import path → the names to look for. */
export type WantedNames = ReadonlyMap<string, ReadonlySet<string>>;
