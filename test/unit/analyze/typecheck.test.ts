/** Which declarations the type checker reads: all that it needs, and not those that it does not. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';

interface Package {
  name: string;
  dir: string;
  files: string[];
  standard: boolean;
}

/** The packages that the type checker does not make out as a whole. */
async function failed(packages: Record<string, Package>, analysed: string[]): Promise<string[]> {
  const request = join(tempDir(), 'request.json');
  writeFileSync(request, JSON.stringify({ goarch: 'amd64', packages, state: { analysed } }));
  const answer = await go(join(projectDir, 'typecheck'), ['run', '.', request], {
    CGO_ENABLED: '0',
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
  });
  return (JSON.parse(answer) as { state: { failed: string[] } }).state.failed;
}

test('of a package, the type checker finds each declaration that another package needs: every other package of the standard library', async () => {
  const format = '{{.ImportPath}}|{{.Name}}|{{.Dir}}|{{join .GoFiles ","}}';
  const listed = await go(projectDir, ['list', '-deps', '-f', format, 'std'], { CGO_ENABLED: '0' });
  const packages = Object.fromEntries(
    listed
      .trim()
      .split('\n')
      .map((line): [string, Package] => {
        const [importPath = '', name = '', dir = '', files = ''] = line.split('|');
        return [
          importPath,
          { name, dir, files: files.split(',').filter((file) => file !== ''), standard: true },
        ];
      }),
  );
  // unsafe has no source that can be checked.
  const paths = Object.keys(packages).filter((path) => path !== 'unsafe');
  assert.ok(paths.length > 200, String(paths.length));
  for (const odd of [0, 1]) {
    const analysed = paths.filter((_, index) => index % 2 === odd);
    assert.deepEqual(await failed(packages, analysed), []);
  }
});

/**
 * Writes packages to a new directory.
 * @param sources - the text of each package's only file, by import path.
 */
function writePackages(sources: Record<string, string>): Record<string, Package> {
  const root = tempDir();
  return Object.fromEntries(
    Object.entries(sources).map(([path, content]): [string, Package] => {
      const dir = join(root, path);
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, 'a.go'), content);
      const name = /^package (\w+)/m.exec(content)?.[1] ?? '';
      return [path, { name, dir, files: ['a.go'], standard: false }];
    }),
  );
}

test('of a package, the type checker finds constants of a group, methods on an alias, generic types, dot imports and packages named unlike their directories', async () => {
  const lib = `package library

import (
	"lib/inner"
	. "lib/dotted"
)

const (
	First = iota
	second
	Third
)

type base struct{ Embedded }

type alias = base

func (*alias) Method() Generic[inner.Element] { return nil }

type Generic[T any] []T

func (g Generic[T]) At(i int) (t T) { return g[i] }

var a, B = pair()

func pair() (int, *base) { return 0, nil }

var Literal = func() *Dotted { return nil }

type Interface interface{ part }

type part interface{ Part() Number }

var Size [Third]int
`;
  const own = `package own

import "lib/v2"

var B = library.B.Method().At(library.Third).Name()

func Call(i library.Interface) int { return len(library.Size) + int(i.Part()) + library.B.Count() + library.Literal().Value }
`;
  const sources = {
    own,
    'lib/v2': lib,
    'lib/inner': 'package inner\n\ntype Element struct{}\n\nfunc (Element) Name() string { return "" }\n',
    'lib/dotted':
      'package dotted\n\ntype Number int\n\ntype Dotted struct{ Value int }\n\ntype Embedded struct{}\n\nfunc (Embedded) Count() int { return 0 }\n',
  };
  assert.deepEqual(await failed(writePackages(sources), ['own']), []);
  // What is missing is noticed.
  const mistaken = { ...sources, own: own.replace('Count', 'Missing') };
  assert.deepEqual(await failed(writePackages(mistaken), ['own']), ['own']);
});

test('the type checker does not read packages from which it needs nothing, nor function bodies and values that say nothing about types', async () => {
  const packages = writePackages({
    own: 'package own\n\nimport "lib"\n\nvar V = lib.Typed + lib.Func()\n',
    lib: `package lib

import (
	"lib/unread"
	_ "lib/unread"
)

var Typed int = unread.Value

func Func() int { return unread.Value }

func Other(unread.Type) {}
`,
  });
  const unread = { name: 'unread', dir: join(tempDir(), 'missing'), files: ['a.go'], standard: false };
  assert.deepEqual(await failed({ ...packages, 'lib/unread': unread }, ['own']), []);
});
