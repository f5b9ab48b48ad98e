import * as v from 'valibot';
import { nearestNames } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import type { FindingKind } from '../findings/finding.js';

/** Options of every function. */
export interface CallOptions {
  /** Directory that relative paths start from, also in messages. Default: `process.cwd()`. */
  cwd?: string | undefined;
  /** The environment of the go command and of all other programs, instead of `process.env` at the time of the call. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Stops the call: it ends the programs that it runs, removes its temporary files, and rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Kinds of findings that are accepted, as `--allow`. */
  allow?: readonly FindingKind[] | undefined;
  /** Whether all other warnings are errors, as `--strict`. */
  strict?: boolean | undefined;
}

/** One word of a command line, which may be empty. */
export const word = v.pipe(v.string(), v.excludes('\0', 'must not contain a NUL character'));

/** Text without which an option has no meaning. */
export const text = v.pipe(word, v.nonEmpty('must not be empty'));
export const texts = v.array(text);

/** The rules for {@link CallOptions}. */
export const callEntries = {
  cwd: v.optional(text),
  env: v.optional(v.record(v.string(), v.optional(v.string()))),
  signal: v.optional(v.instance(AbortSignal)),
  allow: v.optional(texts),
  strict: v.optional(v.boolean()),
};

/**
 * Checks what a caller without a type checker may have passed.
 * @param what - the name of the function.
 * @throws UserError for the first value that is wrong: which one, and what is expected.
 */
export function checkOptions(what: string, entries: v.ObjectEntries, options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new UserError(`${what}: expected an object with options`, `See ${PAGE}.`);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(entries, name));
  if (unknown !== undefined) {
    const near = nearestNames(unknown, Object.keys(entries));
    throw new UserError(
      `${what}: unknown option ${unknown}`,
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `See ${PAGE} for the options.`,
    );
  }
  const { issues } = v.safeParse(v.object(entries), options);
  if (issues === undefined) return;
  const [issue] = issues;
  const place = v.getDotPath(issue) ?? '';
  const { expected, received, message } = issue;
  throw new UserError(
    `${what}: option ${place}: ` +
      (expected === null || /^[!>]/.test(expected)
        ? message
        : `expected ${expected.replaceAll('"', "'")}, received ${received.replaceAll('"', "'")}`),
    `See ${PAGE} for the options.`,
  );
}

const PAGE = 'docs/library.md';
