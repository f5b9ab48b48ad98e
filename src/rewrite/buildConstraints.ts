import { basename } from 'node:path';
import type { Edit } from './edits.js';

/**
 * `_js.go` in a file's name is a build constraint (go/build/syslist.go, KnownOS and KnownArch), and a file can contain
 * constraints. The go command ignores both if its command line names the file. In the work tree files are not named, so
 * both are removed there.
 */
const CONSTRAINED_NAME = new RegExp(
  `_(${[
    'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos',
    '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64',
    'ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm',
  ]
    .join(' ')
    .replaceAll(' ', '|')})\\.go$`,
);

/**
 * A name that is not a constraint: `auth_js_.go` for `auth_js.go`.
 * @param others - names that are taken.
 */
export function unconstrainedName(name: string, others: readonly string[]): string {
  if (!CONSTRAINED_NAME.test(name)) return name;
  let free = name;
  do free = free.replace(/\.go$/, '_.go');
  while (others.includes(free));
  return free;
}

/** `//go:build` and `// +build` above the package clause; both become ordinary comments of equal length. */
const CONSTRAINT = /^(?:\xef\xbb\xbf)?[ \t]*\/\/(?:(go:build)[ \t]|[ \t]*(\+)build[ \t])/gm;

/**
 * @param relative - path of the file in the tree; under a different name than the original's, line numbers still refer to
 *   the original.
 * @param packageClause - offset of the package's name.
 */
export function removeConstraints(
  source: Buffer,
  file: { path: string; relative: string },
  packageClause: number,
): Edit[] {
  const text = source.toString('latin1', 0, packageClause);
  const start = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  const name = basename(file.path);
  const isRenamed = name !== basename(file.relative);
  return [
    ...(isRenamed ? [{ start, end: start, text: `/*line ${name}:1:1*/` }] : []),
    ...[...text.matchAll(CONSTRAINT)].map(({ index, 0: line, 1: directive = '+' }): Edit => {
      const at = index + line.lastIndexOf(directive);
      return { start: at, end: at + 1, text: directive === '+' ? '-' : 'G' };
    }),
  ];
}
