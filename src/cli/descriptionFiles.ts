/** Files that describe a build, a plan or a built plugin: `--sbom FILE`, `--report FILE`, `--graph FILE`. */
import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { namesDirectory, whyNotWritable } from '../base/directories.js';
import { UserError } from '../base/userError.js';
import type { OutputPlace } from '../model/options.js';
import { refuserOf } from './refuseFile.js';

export interface DescriptionArguments {
  output?: string | undefined;
  'dry-run'?: boolean;
  sbom?: string | undefined;
  report?: string | undefined;
  graph?: string | undefined;
}

/** How files of a format begin, by the endings of their names. */
const GRAPH_FORMATS = {
  '.dot': /^\s*(?:strict\s+)?digraph\b/,
  '.svg': /^\s*<(?:\?xml|svg)\b/,
  '.mmd': /^\s*flowchart\b/,
  '.mermaid': /^\s*flowchart\b/,
} as const;

export type GraphEnding = keyof typeof GRAPH_FORMATS;

/** The ending of the name of a graph's file, which says its format; undefined for any other ending. */
export function graphEnding(file: string): GraphEnding | undefined {
  const ending = extname(file).toLowerCase();
  return (Object.keys(GRAPH_FORMATS) as GraphEnding[]).find((known) => known === ending);
}

export type DescriptionKind = 'sbom' | 'report' | 'graph';

/** What each kind of file is called in messages, how its name ends in a directory, and how such a file begins. */
const KINDS: Record<
  DescriptionKind,
  { what: string; extension: string; begins: (file: string) => RegExp | undefined }
> = {
  sbom: { what: 'a CycloneDX document', extension: '.cdx.json', begins: () => /^\s*\{/ },
  report: { what: 'an HTML page', extension: '.html', begins: () => /^\s*<!doctype html>/i },
  graph: {
    what: 'a graph of that format',
    extension: '.svg',
    begins: (file) => GRAPH_FORMATS[graphEnding(file) ?? '.svg'],
  },
};

/** Where files of one kind are written. */
export interface DescriptionPlace {
  kind: DescriptionKind;
  place: OutputPlace;
}

/**
 * The files that the command line asks for.
 * @throws UserError if one cannot be written, before anything is built.
 */
export function chooseDescriptions(
  args: DescriptionArguments,
  several: boolean,
  cwd: string,
): DescriptionPlace[] {
  const taken = new Set(args.output === undefined ? [] : [resolve(cwd, args.output)]);
  return (Object.keys(KINDS) as DescriptionKind[]).flatMap((kind) => {
    const value = args[kind];
    if (value === undefined) return [];
    if (args['dry-run'] === true) {
      throw new UserError(
        `--${kind} cannot be combined with --dry-run, which writes nothing`,
        'Leave one of them out.',
      );
    }
    sourceDateEpoch();
    const place = choosePlace(kind, value, several, cwd);
    checkPlace(kind, place, taken, cwd);
    if ('file' in place) taken.add(place.file);
    return [{ kind, place }];
  });
}

function choosePlace(kind: DescriptionKind, value: string, several: boolean, cwd: string): OutputPlace {
  const path = resolve(cwd, value);
  if (namesDirectory(value, cwd)) return { dir: path };
  if (kind === 'graph' && graphEnding(path) === undefined) {
    throw new UserError(
      `--graph ${value}: its name does not say the format`,
      `Choose a name that ends in ${Object.keys(GRAPH_FORMATS).join(', ')}; or a directory (ending in /), for SVG.`,
    );
  }
  if (!several) return { file: path };
  throw new UserError(
    `--${kind} ${value} is one file, but there are several plugins`,
    `Use --${kind} ${value}/ for a directory.`,
  );
}

/** @throws UserError */
function checkPlace(
  kind: DescriptionKind,
  place: OutputPlace,
  taken: ReadonlySet<string>,
  cwd: string,
): void {
  const path = 'file' in place ? place.file : place.dir;
  const refuse = refuserOf(`--${kind}`, path, cwd);
  const obstacle = whyNotWritable('file' in place ? dirname(path) : path);
  if (obstacle !== undefined) refuse(obstacle);
  if (taken.has(path)) refuse('another option names the same file');
  // A mistyped path must not destroy a file of another kind.
  if ('file' in place && existsSync(path) && !isOfKind(kind, path))
    refuse(`it already exists and is not ${KINDS[kind].what}`);
}

/** Whether a file may be overwritten: it is empty, or begins as a file of the kind. */
function isOfKind(kind: DescriptionKind, path: string): boolean {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) return false;
    const start = Buffer.alloc(256);
    const length = readSync(descriptor, start);
    return length === 0 || KINDS[kind].begins(path)?.test(start.toString('latin1', 0, length)) === true;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The file that describes an output.
 * @param output - absolute.
 */
export function descriptionFile({ kind, place }: DescriptionPlace, output: string): string {
  return 'file' in place ? place.file : join(place.dir, `${basename(output)}${KINDS[kind].extension}`);
}

/**
 * The time of the sources in seconds: https://reproducible-builds.org/docs/source-date-epoch/
 * @throws UserError
 */
export function sourceDateEpoch(): number | undefined {
  const value = process.env['SOURCE_DATE_EPOCH'] ?? '';
  if (value === '') return undefined;
  if (/^\d{1,11}$/.test(value)) return Number(value);
  throw new UserError(
    `SOURCE_DATE_EPOCH=${value} is not a number of seconds`,
    'Set it to the time of the sources, for example `git log -1 --format=%ct`.',
  );
}
