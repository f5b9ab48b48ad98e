/**
 * Flags of the Go compiler, assembler and linker (`go tool compile -h`) that are accepted from untrusted files: they
 * change the code, and neither name a file or program nor write, run or print anything.
 */
const MACRO = '[A-Za-z_][A-Za-z0-9_]*(=[0-9]+)?';
const SWITCH = '(=(true|false))?';
const SPECTRE = '-spectre=(all|index|ret)(,(index|ret))*';

/** Values of `-d`, which can also dump functions into files (`ssa/PHASE/dump=NAME`) and call others (`maymorestack`). */
const DEBUG =
  '(checkptr|disablenil|loopvar|nil|softfloat|typecheckinl|unified|wrapglobalmapinit|zerocopy)(=[0-9]+)?';

const FLAGS = {
  gcflags: [
    `-(B|C|N|e|dwarf|dwarfbasentries|dwarflocationlists|dynlink|shared|smallframes)${SWITCH}`,
    '-l(=[0-4])?',
    '-c=[0-9]{1,2}',
    String.raw`-lang=go1\.[0-9]+`,
    SPECTRE,
    `-d[= ]${DEBUG}(,${DEBUG})*`,
  ],
  asmflags: [`-(e|dynlink|shared)${SWITCH}`, SPECTRE, `-D[= ]${MACRO}`],
  // These are never adopted: a build mentions flags that are not in this list.
  ldflags: [
    `-(s|w|bindnow|compressdwarf)${SWITCH}`,
    '-X[= ].*',
    '-buildid([= ].*)?',
    '-B[= ](0x[0-9a-f]+|gobuildid|none)',
    '-linkmode[= ](auto|external|internal)',
    '-checklinkname=[01]',
  ],
} as const;

export type ToolFlags = keyof typeof FLAGS;

/** Flags whose value may be the next word. */
const TAKES_NEXT: Readonly<Record<ToolFlags, RegExp>> = {
  gcflags: /^--?d$/,
  asmflags: /^--?D$/,
  ldflags: /^--?(X|B|linkmode)$/,
};

/**
 * @param words - of `-gcflags`, `-asmflags` or `-ldflags`, without the package pattern.
 * @returns the first one that is not accepted, with its value; undefined if all are.
 */
export function firstRefused(tool: ToolFlags, words: readonly string[]): string | undefined {
  const accepted = new RegExp(`^-?(?:${FLAGS[tool].join('|')})$`, 's');
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = TAKES_NEXT[tool].test(word) ? words[++index] : undefined;
    const whole = next === undefined ? word : `${word} ${next}`;
    if (!accepted.test(whole)) return whole;
  }
  return undefined;
}
