import { UserError } from '../base/userError.js';
import { DEFAULT_PREFIX } from '../model/options.js';
import { CLOSURE_DIGITS } from './nameMap.js';

/** `hash` as names contain it: 8 hex digits. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** Whether each dependency has a separate prefix, which identifies the content of it and of all that it imports. */
export function namesClosures(template: string): boolean {
  return template.includes('{closure}');
}

/**
 * Fills in `{time}`, `{hash}`, `{closure}` and `{plugin}`.
 * @throws UserError if the result cannot be the first element of an import path.
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

/** @throws UserError for a template that cannot produce a valid prefix. */
export function checkPrefix(template: string): void {
  if (!isUsable(template.replaceAll(/\{(time|hash|closure|plugin)\}/g, '0'))) throw unusable(template);
  if (!namesClosures(template)) return;
  if (/\{(time|hash)\}/.test(template)) {
    throw new UserError(
      `--prefix ${template}: {closure} cannot be combined with {time} or {hash}`,
      "Leave the others out: --prefix 't_{closure}'.",
    );
  }
  // Without a separator nobody could distinguish it from the text next to it (prefixPattern in names/nameMap.ts).
  if (!/(^|_)\{closure\}(_|$)/.test(template)) {
    throw new UserError(
      `--prefix ${template}: {closure} needs a _ between it and the text next to it`,
      "Write --prefix 't_{closure}'.",
    );
  }
}

/** Assembly symbols allow only these characters (and no leading digit, see names.ts). */
function isUsable(prefix: string): boolean {
  return /^\w+$/.test(prefix) && prefix !== '_' && !STANDARD_ROOTS.has(prefix);
}

function unusable(template: string): UserError {
  return new UserError(
    `--prefix ${template} is not valid`,
    'A prefix may contain only letters, digits and _, must not be a standard library directory, and may contain {time}, ' +
      `{hash}, {closure} and {plugin}; the default is ${DEFAULT_PREFIX}.`,
  );
}

/** First path elements of the standard library, or that have a special meaning for the go command. */
const STANDARD_ROOTS = new Set(
  (
    'all archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding ' +
    'errors example expvar flag fmt go hash html image index internal io iter log main maps math mime net os path ' +
    'plugin reflect regexp runtime simd slices sort std strconv strings structs sync syscall test testing text time ' +
    'tool unicode unique unsafe vendor weak work C'
  ).split(' '),
);
