import { formOf, settingHas } from './goSettingsTable.js';
import { UserError } from './userError.js';

/** One flag of the go command; `value` is undefined for a bare boolean flag. */
export interface GoFlag {
  name: string;
  value: string | undefined;
}

/** Flags that would undo what this tool does, each with what to do instead. */
const REFUSED_FLAGS = new Map([
  ['o', 'Name the output before the `--`: gorename-plugin build DIR -o FILE.'],
  ['C', 'Change the directory before you start gorename-plugin.'],
  ['n', 'Use --dry-run before the `--`.'],
  ['json', 'Use --json before the `--`.'],
  ['buildmode', 'Use --buildmode before the `--`.'],
  ['overlay', 'Files are compiled from copies; apply the overlay to the sources first.'],
  ['linkshared', 'Plugins cannot be linked against shared libraries of Go packages.'],
  ['compiler', 'Only the gc toolchain can build what plugin.Open takes.'],
  ['pkgdir', 'Set GOCACHE instead to keep compiled packages elsewhere.'],
  ['installsuffix', 'Set GOCACHE instead to keep compiled packages elsewhere.'],
]);

/**
 * Parses flags as the go command does: `-name`, `-name=value`, `-name value`, one or two dashes.
 * @throws UserError for an argument that is no flag, an unknown flag, or one that this tool has to refuse.
 */
export function parseGoFlags(args: readonly string[]): GoFlag[] {
  const flags: GoFlag[] = [];
  const words = args[Symbol.iterator]();
  for (const word of words) {
    const match = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) {
      throw new UserError(
        `"${word}" behind \`--\` is not a flag of go build`,
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
        '`go help build` lists the flags that may stand behind `--`.',
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
      'Leave it out: builds that differ have different plugin paths already. --prefix chooses how they begin.',
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

/** `tags` of `-tags` or `--tags=prod`; empty for a word that is no flag. */
function flagName(word: string): string {
  return /^--?([^-=][^=]*)/.exec(word)?.[1] ?? '';
}

/** Writes a flag so that it is one argument. */
export function formatGoFlag({ name, value }: GoFlag): string {
  return value === undefined ? `-${name}` : `-${name}=${value}`;
}

/** The value of a flag, or undefined: the last mention counts. */
export function flagValue(flags: readonly GoFlag[], name: string): string | undefined {
  return flags.findLast((flag) => flag.name === name)?.value;
}

/** Whether a boolean flag is on: the last mention counts, with the values of strconv.ParseBool. */
export function isOn(flags: readonly GoFlag[], name: string): boolean {
  const last = flags.findLast((flag) => flag.name === name);
  return last !== undefined && !/^(0|f|false)$/i.test(last.value ?? '');
}

/**
 * Splits a flag list as cmd/internal/quoted.Split: spaces separate, a quoted word has no escapes inside, and quotes
 * within a word do not count.
 * @throws UserError where a quote stays open.
 */
export function splitQuoted(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|([^ \t\n\r]+)/g)].map(([, double, single, bare]) => {
    if (/^["']/.test(bare ?? ''))
      throw new UserError(`a quote stays open in ${text}`, 'Close it with the same quote.');
    return double ?? single ?? bare ?? '';
  });
}

/**
 * The inverse of splitQuoted.
 * @throws UserError for a word with both kinds of quotes, as go itself refuses it.
 */
export function joinQuoted(words: readonly string[]): string {
  return words
    .map((word) => {
      if (word !== '' && !/[ \t\n\r"']/.test(word)) return word;
      if (!word.includes("'")) return `'${word}'`;
      if (!word.includes('"')) return `"${word}"`;
      throw new UserError(`the go command cannot pass on ${word}: it holds both kinds of quotes`);
    })
    .join(' ');
}

/** The `importpath.name=value` of every -X in link flags, whichever -ldflags go will choose. */
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

/** The import path in `importpath.name=value` of -X (cmd/link, addstrdata1); empty where there is none. */
export function definedPackage(definition: string): string {
  return definition.slice(0, Math.max(0, definition.lastIndexOf('.', definition.indexOf('='))));
}
