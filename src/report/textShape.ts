import type { Finding, FindingKind, Position } from '../model/finding.js';

/** What is said of a finding. */
export interface FindingText {
  /** One line: what and where. */
  message: string;
  /** Lines below it, where there is a list. */
  details?: string[];
  /** One line: what to do about it. */
  advice: string;
}

/** How places in files are written: a position, and a path, as seen from the user's directory. */
export type PlaceOf = (position: Position) => string;
export type PathOf = (path: string) => string;

/** One text for each of some kinds. */
export type TextsOf<Kinds extends FindingKind> = {
  [Kind in Kinds]: (finding: Extract<Finding, { kind: Kind }>, place: PlaceOf, path: PathOf) => FindingText;
};
