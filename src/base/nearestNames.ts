import { distance } from 'fastest-levenshtein';

/** As many as a message names. */
const MOST = 3;

/** More wrong characters than these, or one in so many, make another name. */
const SLIPS = 2;
const CHARACTERS_PER_SLIP = 3;

/**
 * The names that a misspelt one may have meant, nearest first: those that are near as a whole, else those that contain
 * it or begin with nearly the same.
 */
export function nearestNames(name: string, names: readonly string[]): string[] {
  // Of three characters, two wrong ones would be near everything.
  const most = name.length <= 3 ? 1 : Math.max(SLIPS, name.length / CHARACTERS_PER_SLIP);
  const within = (slips: (candidate: string) => number): string[] =>
    names
      .map((candidate) => ({ candidate, slips: slips(candidate) }))
      .filter((one) => one.slips <= most)
      .sort((a, b) => a.slips - b.slips)
      .slice(0, MOST)
      .map(({ candidate }) => candidate);
  const whole = within((candidate) => (areSwapped(name, candidate) ? 1 : distance(name, candidate)));
  return whole.length > 0 ? whole : within((candidate) => slipsInPart(name, candidate));
}

/** `Did you mean a or b? `, or nothing. */
export function didYouMean(near: readonly string[]): string {
  return near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : '';
}

/** Whether two names consist of the same characters. */
function areSwapped(name: string, other: string): boolean {
  const sorted = (text: string): string => text.split('').sort().join('');
  return name.length === other.length && sorted(name) === sorted(other);
}

/** For a name that is near a part of another, or its beginning. */
function slipsInPart(name: string, candidate: string): number {
  if (name !== '' && candidate.includes(name)) return 0;
  return distance(name, candidate.slice(0, name.length));
}
