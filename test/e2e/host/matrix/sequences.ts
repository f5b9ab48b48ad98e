/** Several plugins in one host, in all orders. */
import { copyFile, link, symlink } from 'node:fs/promises';
import { contents, hostImports, type Pair } from './pairs.js';
import type { Program, ProgramBuilder } from './programs.js';

const { bare, base, more } = contents;
const extra = ['example.com/extra'];
const v11 = { extra: 'v1.1.0' };

/** Files that have a plugin path, a package that the host lacks, or a file in common; some the host refuses. */
async function files(builder: ProgramBuilder): Promise<string[]> {
  const refused = { base: 'v1.1.0' };
  const programs: Program[] = [
    { imports: bare },
    { imports: extra, path: 'one' },
    { imports: extra, path: 'one', copy: 1 },
    { imports: extra, path: 'two' },
    { imports: extra, versions: v11, path: 'three' },
    { imports: more, path: 'four' },
    { imports: more, versions: v11, path: 'five' },
    { imports: base, versions: refused, path: 'one' },
    { imports: [...base, ...extra], versions: refused, path: 'six' },
    { imports: [...base, ...extra], versions: { ...refused, ...v11 }, path: 'seven' },
    { imports: ['text/tabwriter'], path: 'eight' },
    { imports: ['text/tabwriter', ...base], versions: refused, path: 'nine' },
    { imports: extra, versions: v11, path: 'three', renamed: [] },
    { imports: extra, versions: v11, path: 'three', copy: 1, renamed: [] },
  ];
  return Promise.all(programs.map((program) => builder.plugin(program)));
}

/** Each file followed by each other and by itself; and by links to it and copies of it. */
export async function sequences(builder: ProgramBuilder): Promise<Pair[]> {
  const host = await builder.host({ imports: hostImports });
  const all = await files(builder);
  const pairs: Pair[] = [];
  const add = (axis: string, ...plugins: string[]): void => {
    pairs.push({ axis, causes: undefined, host, plugins });
  };
  for (const first of all) for (const second of all) add('two in a host', first, second);
  const refused = [7, 8, 9, 11].map((index) => all[index] ?? '');
  for (const file of refused) for (const between of all) add('refused, then again', file, between, file);
  // Every third plugin behind each pair would be thousands: the walk below meets each pair of neighbours once.
  for (let step = 1; step < all.length; step++) {
    const start = (step * 5) % all.length;
    const walk = [0, 1, 2, 3].map((index) => all[(start + index * step) % all.length] ?? '');
    add('four in a host', ...walk);
  }
  for (const [index, file] of all.entries()) {
    const [copied, linked, hard] = ['copied', 'linked', 'hard'].map((kind) => `${host}-${kind}${index}.so`);
    if (copied === undefined || linked === undefined || hard === undefined) continue;
    await Promise.all([copyFile(file, copied), symlink(file, linked), link(file, hard)]);
    for (const same of [copied, linked, hard]) {
      add('one file by two names', file, same);
      add('one file by two names', file, refused[0] ?? '', same);
      add('one file by two names', same, all[(index + 1) % all.length] ?? '', file);
    }
  }
  return pairs;
}
