import type { Position } from '../model/documentValues.js';

/** `error`: the plugin will not work, and nothing is written to the output. `warning`: it may not. */
export type Severity = 'error' | 'warning';

/** A command with findings in its JSON document; that of `rewrite` is the one of `build`. */
export type Command = 'build' | 'explain' | 'probe' | 'verify';

/** What people read about a finding. */
export interface FindingText {
  /** One line: what and where. */
  message: string;
  /** Further lines below the message. */
  details?: string[];
  /** One line: what to do about it. */
  advice: string;
}

/** How a source position and a path are written: relative to the user's directory. */
export type PlaceOf = (position: Position) => string;
export type PathOf = (path: string) => string;

/** One kind of finding: its name, its severity, and its text. Its page is in `docs/findings/`. */
export interface FindingKindOf<Data extends { kind: string }> {
  kind: Data['kind'];
  severity: Severity;
  /**
   * Why it matters: what plugin.Open, a linker or the running program does then. One short sentence that is true for each
   * finding of this kind.
   */
  why: string;
  /** Whether the user may accept an error, because the result can be right all the same. Warnings can always be accepted. */
  mayBeAllowed?: true;
  /** The commands whose JSON documents may contain it. */
  reportedBy: readonly Command[];
  describe: (finding: Data, place: PlaceOf, path: PathOf) => FindingText;
  /** Options that fix it if they are added to the command line. */
  fix?: (finding: Data) => string[];
}

/**
 * Defines a kind of finding. `npm run generate` adds it to the index.
 *
 * @param definition - name, severity, commands and text of the kind.
 * @returns the definition.
 */
export function defineFinding<Data extends { kind: string }>(
  definition: FindingKindOf<Data>,
): FindingKindOf<Data> {
  return definition;
}
