import { distance } from 'fastest-levenshtein';

/** Maximum number of names in a message. */
const MOST = 5;

/** One wrong character in this many is a typo; with more of them it is a different name. */
const CHARACTERS_PER_SLIP = 5;

/**
 * The packages that a pattern without a match may have meant, nearest first: those with nearly the same spelling, else
 * those that begin with most of its elements, else those that have the same last element.
 * @param pattern - an import path, a glob of them, or a path followed by a version.
 * @param importPaths - import paths of the host.
 */
export function nearestPaths(pattern: string, importPaths: readonly string[]): string[] {
  // A version is not part of an import path.
  const elements = pattern.replace(/@v\d.*/, '').split('/');
  const glob = elements.findIndex((element) => /[*?[{]|\.\.\./.test(element));
  const plain = glob < 0 ? elements : elements.slice(0, glob);
  const wanted = plain.join('/');
  const compared = (path: string): string =>
    glob < 0 ? path : path.split('/').slice(0, plain.length).join('/');
  const ranked = importPaths
    .map((path) => ({ path, slips: distance(wanted.toLowerCase(), compared(path).toLowerCase()) }))
    .sort((a, b) => a.slips - b.slips || (a.path < b.path ? -1 : 1));
  const [best] = ranked;
  const isMisspelt =
    best !== undefined && compared(best.path) !== wanted && best.slips <= wanted.length / CHARACTERS_PER_SLIP;
  const misspelt = isMisspelt ? ranked.filter(({ slips }) => slips <= best.slips + 1) : [];
  const near = misspelt.length > 0 ? misspelt : ranked.filter(alike(plain, importPaths));
  return near.slice(0, MOST).map(({ path }) => path);
}

/** Whether a path shares as many first elements as the best one; if none shares any, whether the last elements agree. */
function alike(plain: readonly string[], importPaths: readonly string[]): (one: { path: string }) => boolean {
  // A host name alone is not a hint.
  for (let count = plain.length; count > 1; count--) {
    const start = `${plain.slice(0, count).join('/')}/`;
    if (importPaths.some((path) => `${path}/`.startsWith(start)))
      return ({ path }) => `${path}/`.startsWith(start);
  }
  const last = plain.at(-1) ?? '';
  return ({ path }) => last !== '' && path.split('/').includes(last);
}
