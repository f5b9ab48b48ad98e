import { formOf, settingHas } from './goSettingsTable.js';
import { UserError } from './userError.js';

/** One flag of the go command; `value` is undefined for a bare boolean flag. */
export interface GoFlag {
  name: string;
  value: string | undefined;
}

/** Flags that would undo the work of this tool, each with what to do instead. */
const REFUSED_FLAGS = new Map([
  ['o', 'Name the output before the `--`: gorename-plugin build DIR -o FILE.'],
  ['C', 'Change the directory before you start gorename-plugin.'],
  ['n', 'Use --dry-run before the `--`.'],
  ['json', 'Use --json before the `--`.'],
  ['buildmode', 'Use --buildmode before the `--`.'],
  ['overlay', 'Files are compiled from copies; apply the overlay to the sources first.'],
  ['linkshared', 'Plugins cannot be linked against shared libraries of Go packages.'],
  ['compiler', 'Only the gc toolchain can build files that plugin.Open loads.'],
  ['pkgdir', 'Set GOCACHE instead to keep compiled packages elsewhere.'],
  ['installsuffix', 'Set GOCACHE instead to keep compiled packages elsewhere.'],
]);

/**
 * Parses flags as the go command does: `-name`, `-name=value`, `-name value`, one or two dashes.
 * @throws UserError for an argument that is not a flag, an unknown flag, or one that this tool must refuse.
 */
export function parseGoFlags(args: readonly string[]): GoFlag[] {
  const flags: GoFlag[] = [];
  const words = args[Symbol.iterator]();
  for (const word of words) {
    const match = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) {
      throw new UserError(
        `"${word}" after \`--\` is not a flag of go build`,
        'Name plugin directories before the `--`: gorename-plugin build DIR... -- FLAGS.',
      );
    }
    const name = match[1];
    let value = match[2];
    const instead = REFUSED_FLAGS.get(name);
    if (instead !== undefined) throw new UserError(`-${name} cannot be passed to go build here`, instead);
    if (!isGoBuildFlag(word)) {
      throw new UserError(
        `go build has no flag -${name}`,
        '`go help build` lists the flags that may follow `--`.',
      );
    }
    if (formOf(`-${name}`) === 'value' && value === undefined) {
      const next = words.next();
      if (next.done === true) throw new UserError(`flag -${name} needs a value`, `Write -${name}=VALUE.`);
      value = next.value;
    }
    flags.push({ name, value });
  }
  const pluginPath = linkFlagWords(flags).find((word) => /^--?pluginpath(=|$)/.test(word));
  if (pluginPath !== undefined) {
    throw new UserError(
      `-ldflags ${pluginPath} cannot be passed to go build here: the plugin path is the import path of the renamed main package`,
      'Leave it out: different builds already have different plugin paths. --prefix sets their first element.',
    );
  }
  return flags;
}

/** The flags in all values of -ldflags, without the values of those that take another word, and without patterns. */
function linkFlagWords(flags: readonly GoFlag[]): string[] {
  return flags
    .filter(({ name }) => name === 'ldflags')
    .flatMap(({ value = '' }) => {
      const text = value.trim();
      const words = splitQuoted(text.startsWith('-') ? text : text.slice(text.indexOf('=') + 1));
      return words.filter((_, index) => !/^--?(X|extldflags)$/.test(words[index - 1] ?? ''));
    });
}

/**
 * The flags in GOFLAGS that go build knows; others are for other commands, as in the go command itself.
 * @throws UserError like parseGoFlags.
 */
export function parseGoflagsVariable(goflags: string): GoFlag[] {
  return parseGoFlags(
    splitQuoted(goflags).filter(
      (word) => isGoBuildFlag(word) && !settingHas(`-${flagName(word)}`, 'ignored in GOFLAGS'),
    ),
  );
}

/** Whether a word (`-tags`, `--tags=prod`) is a flag of go build. */
export function isGoBuildFlag(word: string): boolean {
  return formOf(`-${flagName(word)}`) !== undefined;
}

/** What to do instead of passing a flag (`-o`, `-n`) to go build; undefined if it may be passed. */
export function whyRefused(word: string): string | undefined {
  return REFUSED_FLAGS.get(flagName(word));
}

/** `tags` of `-tags` or `--tags=prod`; empty for a word that is not a flag. */
function flagName(word: string): string {
  return /^--?([^-=][^=]*)/.exec(word)?.[1] ?? '';
}

/** Writes a flag as one argument. */
export function formatGoFlag({ name, value }: GoFlag): string {
  return value === undefined ? `-${name}` : `-${name}=${value}`;
}

/** The value of a flag, or undefined: the last one counts. */
export function flagValue(flags: readonly GoFlag[], name: string): string | undefined {
  return flags.findLast((flag) => flag.name === name)?.value;
}

/** Whether a boolean flag is on: the last one counts; values are those of strconv.ParseBool. */
export function isOn(flags: readonly GoFlag[], name: string): boolean {
  const last = flags.findLast((flag) => flag.name === name);
  return last !== undefined && !/^(0|f|false)$/i.test(last.value ?? '');
}

/**
 * Splits a flag list as cmd/internal/quoted.Split: spaces separate words, a quoted word has no escapes inside, and
 * quotes within a word have no meaning.
 * @throws UserError if a quote is not closed.
 */
export function splitQuoted(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|([^ \t\n\r]+)/g)].map(([, double, single, bare]) => {
    if (/^["']/.test(bare ?? ''))
      throw new UserError(`unterminated quote in ${text}`, 'Close it with the same quote.');
    return double ?? single ?? bare ?? '';
  });
}

/**
 * The inverse of splitQuoted.
 * @throws UserError for a word with both kinds of quotes, which go also refuses.
 */
export function joinQuoted(words: readonly string[]): string {
  return words
    .map((word) => {
      if (word !== '' && !/[ \t\n\r"']/.test(word)) return word;
      if (!word.includes("'")) return `'${word}'`;
      if (!word.includes('"')) return `"${word}"`;
      throw new UserError(
        `the go command cannot pass on ${word}: it contains both kinds of quotes`,
        'Use only one kind of quotes in the value of a flag.',
      );
    })
    .join(' ');
}

/** The `importpath.name=value` of every -X in link flags, no matter which -ldflags go chooses. */
export function linkDefinitions(flags: readonly GoFlag[]): string[] {
  return flags
    .filter(({ name }) => name === 'ldflags')
    .flatMap(({ value = '' }) => {
      const words = splitQuoted(value);
      return words.flatMap((word, index) => {
        const joined = /(?:^|=)--?X=(.*)$/s.exec(word)?.[1];
        if (joined !== undefined) return [joined];
        return /(?:^|=)--?X$/.test(words[index - 1] ?? '') ? [word] : [];
      });
    });
}

/** The import path in `importpath.name=value` of -X (cmd/link, addstrdata1); empty if there is none. */
export function definedPackage(definition: string): string {
  return definition.slice(0, Math.max(0, definition.lastIndexOf('.', definition.indexOf('='))));
}
