import type { ByteRange } from '../model/byteRange.js';
import { commentsAndLiterals, startsLine } from './lexer.js';
import { unquote } from './literals.js';

/** `//go:linkname local [target]`. */
export interface LinknameDirective {
  local: string;
  /** A linker symbol, `path.name`; undefined in the one-argument form, which only allows other packages to refer to it. */
  target: string | undefined;
  targetRange: ByteRange | undefined;
  /** From 1. */
  line: number;
}

/** `//go:embed pattern...`. */
export interface EmbedDirective {
  /** Unquoted. */
  patterns: string[];
  /** From 1. */
  line: number;
}

export interface Directives {
  linknames: LinknameDirective[];
  embeds: EmbedDirective[];
}

const LINKNAME = '//go:linkname ';
const EMBED = '//go:embed ';
/** Checked first: most files have no directive, and are scanned only once. */
const GO_DIRECTIVE = Buffer.from('//go:');
const NEWLINE = 0x0a;

/**
 * Finds the //go:linkname and //go:embed directives of a Go file: line comments, alone on their line, as the compiler
 * requires. Malformed ones are left to the compiler to report. A directive can be anywhere in a file, so this uses the
 * lexer: a grammar that fails on newer syntax would miss some.
 */
export function parseDirectives(source: Buffer): Directives {
  const found: Directives = { linknames: [], embeds: [] };
  if (!source.includes(GO_DIRECTIVE) || (!source.includes(LINKNAME) && !source.includes(EMBED))) return found;

  const text = source.toString('latin1');
  let line = 1;
  let counted = 0;
  for (const { kind, start, end } of commentsAndLiterals(text)) {
    if (kind !== 'lineComment') continue;
    const isLinkname = text.startsWith(LINKNAME, start);
    if (!isLinkname && !text.startsWith(EMBED, start)) continue;
    // The compiler calls a directive in any other place misplaced.
    if (!startsLine(text, start)) continue;
    for (; counted < start; counted++) if (source[counted] === NEWLINE) line++;

    const comment = source.toString('utf8', start, end);
    if (isLinkname) {
      const linkname = parseLinkname(comment, start, line);
      if (linkname) found.linknames.push(linkname);
    } else {
      const patterns = parsePatterns(comment.slice(EMBED.length));
      if (patterns.length > 0) found.embeds.push({ patterns, line });
    }
  }
  return found;
}

function parseLinkname(comment: string, start: number, line: number): LinknameDirective | undefined {
  const [local, target, ...more] = comment.slice(LINKNAME.length).matchAll(/\S+/g);
  if (local === undefined || more.length > 0) return undefined;
  if (target === undefined) return { local: local[0], target: undefined, targetRange: undefined, line };

  const before = comment.slice(0, LINKNAME.length + target.index);
  const targetStart = start + Buffer.byteLength(before);
  const targetRange = { start: targetStart, end: targetStart + Buffer.byteLength(target[0]) };
  return { local: local[0], target: target[0], targetRange, line };
}

/** Bare words and quoted strings, separated by spaces; anything else makes the whole directive malformed. */
function parsePatterns(args: string): string[] {
  const patterns: string[] = [];
  let rest = args.trim();
  while (rest !== '') {
    const written = /^(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`\s]\S*)(?!\S)/.exec(rest)?.[0];
    const pattern = written !== undefined && /^["`]/.test(written) ? unquote(written) : written;
    if (written === undefined || pattern === undefined) return [];
    patterns.push(pattern);
    rest = rest.slice(written.length).trimStart();
  }
  return patterns;
}
