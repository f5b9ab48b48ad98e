import { formatCommand } from '../base/shellWords.js';

/** The command line of a build, cut at the first `--`, and what gorename.yaml adds to it. */
export interface FixableLine {
  words: readonly string[];
  goFlags: readonly string[];
  /** The file that has options of the build; undefined without one. */
  file?: FixableFile | undefined;
}

export interface FixableFile {
  /** As messages show it. */
  name: string;
  /** The plugin that is concerned, as messages show it; undefined for all. */
  plugin: string | undefined;
  /** The values that the build has. */
  keep: readonly string[];
  'no-isolate': readonly string[];
}

const ISOLATE = '--no-isolate=';

/**
 * How options that fix findings are added to a build: the command, or the lines of gorename.yaml, since an option on the
 * command line replaces that of the file, for all plugins.
 * @param options - as they are on a command line, at least one.
 */
export function formatFix(options: readonly string[], { words, goFlags, file }: FixableLine): string {
  const names = options.filter((word) => word.startsWith('--')).map(nameOf);
  const isOnLine = words.some((word) => names.includes(nameOf(word)));
  if (file !== undefined && !isOnLine) {
    const place = file.plugin === undefined ? file.name : `${file.name} for ${file.plugin}`;
    return `in ${place}: ${inFile(options, file).join('; ')}`;
  }
  const end = goFlags.length > 0 ? ['--', ...goFlags] : [];
  return formatCommand(['gorename-plugin', ...withOptions(words, options), ...end]);
}

function nameOf(word: string): string {
  return word.replace(/=.*/s, '');
}

/** Of several --no-isolate, only the last one counts. */
function withOptions(words: readonly string[], options: readonly string[]): string[] {
  if (!options.some(isIsolate)) return [...words, ...options];
  const all = [...words, ...options];
  return [...all.filter((word) => !isIsolate(word)), `${ISOLATE}${kindsIn(all).join(',')}`];
}

function isIsolate(word: string): boolean {
  return word.startsWith(ISOLATE);
}

function kindsIn(words: readonly string[]): string[] {
  return [...new Set(words.filter(isIsolate).flatMap((word) => word.slice(ISOLATE.length).split(',')))];
}

/** The keys of the file, each with its whole value. */
function inFile(options: readonly string[], { keep, 'no-isolate': isolate }: FixableFile): string[] {
  const kept = options.filter((_, index) => options[index - 1] === '--keep');
  const kinds = kindsIn(options);
  const single = ['--prefix', '--host-src'].flatMap((option) => {
    const value = options[options.lastIndexOf(option) + 1] ?? '';
    return options.includes(option) ? [`${option.slice(2)}: ${quote(value)}`] : [];
  });
  return [
    ...(kept.length > 0 ? [`keep: ${list([...keep, ...kept])}`] : []),
    ...(kinds.length > 0 ? [`no-isolate: ${list([...isolate, ...kinds])}`] : []),
    ...(options.includes('--isolate-own') ? ['isolate-own: true'] : []),
    ...single,
  ];
}

function list(values: readonly string[]): string {
  return `[${[...new Set(values)].map(quote).join(', ')}]`;
}

/** A value in YAML, which contains JSON. */
function quote(value: string): string {
  return /^[\w./][\w./@+-]*$/.test(value) ? value : JSON.stringify(value);
}
