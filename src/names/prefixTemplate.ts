import { UserError } from '../base/userError.js';
import { DEFAULT_PREFIX } from '../model/options.js';
import { CLOSURE_DIGITS } from './nameMap.js';

/** `hash` as it stands in a name: 8 hex digits. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** Whether each dependency has a prefix of its own, which tells what it and all that it imports are made of. */
export function namesClosures(template: string): boolean {
  return template.includes('{closure}');
}

/**
 * Fills in `{time}`, `{hash}`, `{closure}` and `{plugin}`.
 * @throws UserError where the result cannot be the first element of an import path.
 */
export function renderPrefix(
  template: string,
  values: { time: number; hash: string; plugin: string },
): string {
  checkPrefix(template);
  const prefix = template
    .replaceAll('{time}', String(values.time))
    .replaceAll('{hash}', shortHash(values.hash))
    .replaceAll('{closure}', values.hash.slice(0, CLOSURE_DIGITS))
    .replaceAll('{plugin}', values.plugin.replace(/\W/g, '_'));
  if (!isUsable(prefix)) throw unusable(template);
  return prefix;
}

/** @throws UserError for a template that cannot give a usable prefix. */
export function checkPrefix(template: string): void {
  if (!isUsable(template.replaceAll(/\{(time|hash|closure|plugin)\}/g, '0'))) throw unusable(template);
  if (!namesClosures(template)) return;
  if (/\{(time|hash)\}/.test(template)) {
    throw new UserError(
      `--prefix ${template}: {time} and {hash} stand for all dependencies together, {closure} for each of them`,
      "Leave the others out: --prefix 't_{closure}'.",
    );
  }
  // Otherwise nobody could tell it from what stands beside it (prefixPattern in names/nameMap.ts).
  if (!/(^|_)\{closure\}(_|$)/.test(template)) {
    throw new UserError(
      `--prefix ${template}: {closure} needs a _ between it and what stands beside it`,
      "Write --prefix 't_{closure}'.",
    );
  }
}

/** Assembly symbols allow no more than these characters (and no leading digit, see names.ts). */
function isUsable(prefix: string): boolean {
  return /^\w+$/.test(prefix) && prefix !== '_' && !STANDARD_ROOTS.has(prefix);
}

function unusable(template: string): UserError {
  return new UserError(
    `--prefix ${template} is not usable`,
    'A prefix holds letters, digits and _ only, is no directory of the standard library, and may hold {time}, ' +
      `{hash}, {closure} and {plugin}; the default is ${DEFAULT_PREFIX}.`,
  );
}

/** First path elements that the standard library has taken, or that the go command treats specially. */
const STANDARD_ROOTS = new Set(
  (
    'all archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding ' +
    'errors example expvar flag fmt go hash html image index internal io iter log main maps math mime net os path ' +
    'plugin reflect regexp runtime simd slices sort std strconv strings structs sync syscall test testing text time ' +
    'tool unicode unique unsafe vendor weak work C'
  ).split(' '),
);
