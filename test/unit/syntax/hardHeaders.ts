/**
 * Headers that are easily misread, each with what it imports: `name path`, or just the path. The unit tests check
 * them against this table, the differential test against Go's parser.
 */
export const hardHeaders: Record<string, { source: string; imports: string[] }> = {
  'no imports': { source: 'package p', imports: [] },
  'comments after package and import': {
    source: 'package p // import of "x"\nimport "a" // import "b"\nimport "c" /* import "d" */\n',
    imports: ['a', 'c'],
  },
  'every form of import': {
    source:
      'package p\nimport "a"\nimport x "b"\nimport . "c"\nimport _ "d"\nimport (\n\t"e"\n\ty "f"\n\t. "g"\n\t_ "h"\n)\n',
    imports: ['a', 'x b', '. c', '_ d', 'e', 'y f', '. g', '_ h'],
  },
  'a line break behind import, a comment behind the name': {
    source: 'package\n\tp\nimport\n\tx /* y */ "a"\nimport // b\n(\n\tz "c"\n\n\n)\n',
    imports: ['x a', 'z c'],
  },
  'byte order mark': { source: '\ufeffpackage p\n\nimport "a"\n', imports: ['a'] },
  'byte order mark before a directive': {
    source: '\ufeff//go:build x\n\npackage p\nimport "a"\n',
    imports: ['a'],
  },
  'carriage returns': {
    source: '// c\r\npackage p // d\r\n\r\nimport (\r\n\t"a"\r\n\tx "b" // e\r\n)\r\n\r\nfunc f() {}\r\n',
    imports: ['a', 'x b'],
  },
  'raw strings': { source: 'package p\nimport `a/b`\nimport x `c`\n', imports: ['a/b', 'x c'] },
  'a raw string with a carriage return': {
    source: 'package p\nimport `a\r/b`\nimport "c"\n',
    imports: ['a/b', 'c'],
  },
  'escapes in the path': {
    source: 'package p\nimport "\\x66mt"\nimport "\\u0061\\U00000062\\143"\nimport "\\xc3\\xa9"\n',
    imports: ['fmt', 'abc', 'é'],
  },
  'comment marks, keywords and quotes in paths': {
    source: 'package p\nimport "a//b"\nimport "c/*d"\nimport "func/type"\nimport `var"x`\nimport "e\\"f"\n',
    imports: ['a//b', 'c/*d', 'func/type', 'var"x', 'e"f'],
  },
  'names that begin or end like keywords': {
    source:
      'package funcs\nimport typed "a"\nimport myvar "b"\nimport const_ "c"\nimport éfunc "d"\nimport varé "e"\n',
    imports: ['typed a', 'myvar b', 'const_ c', 'éfunc d', 'varé e'],
  },
  'letters above ASCII': {
    source:
      'package имя // ведь\n\nimport ключ "a" // ключ\nimport ñ٣ "путь/日本"\n/* 世界 */ import 世界 "b"\n',
    imports: ['ключ a', 'ñ٣ путь/日本', '世界 b'],
  },
  'all on one line': {
    source: 'package p; import "a"; import (x "b"; . "c"); import ("d";); import (); func f() { }\n',
    imports: ['a', 'x b', '. c', 'd'],
  },
  'indented declarations': {
    source: '  package p\n\timport "a"\n\tvar x = `\nimport "b"\n`\n  func f() {}\n',
    imports: ['a'],
  },
  'declarations in a block comment': {
    source: 'package p\n/*\nfunc f() {\n}\ntype x "\nvar y \'\n*/\nimport "a"\n// const z `\nimport "b"\n',
    imports: ['a', 'b'],
  },
  'imports in comments': {
    source:
      '/*\npackage q\nimport "x"\n*/\n// import "y"\npackage p\n/* import "z" */\nimport (\n\t// "w"\n\t"a"\n)\n',
    imports: ['a'],
  },
  'a comment that ends the statement by its line break': {
    source: 'package p /*\n*/ import "a" /* 1\n2 */ import x "b" // é\nimport ("c" /*\n*/ "d")\n',
    imports: ['a', 'x b', 'c', 'd'],
  },
  'no break behind the last import': { source: 'package p\nimport "a"', imports: ['a'] },
  'newer syntax than the grammar knows behind the imports': {
    source: 'package p\nimport "a"\ntype A[T any] = []T\nfunc f() { for range 10 { } }\n',
    imports: ['a'],
  },
  'broken code behind the imports': { source: 'package p\nimport "a"\nfunc f( { ]] "\n', imports: ['a'] },
  'an import behind a declaration, which Go refuses later': {
    source: 'package p\nimport "a"\nvar x int\nimport "b"\n',
    imports: ['a'],
  },
  'import "C" and its preamble': {
    source: '// doc\npackage p\n\n// not this\n\n// #include <a.h>\n// int f();\nimport "C"\nimport "a"\n',
    imports: ['C', 'a'],
  },
  'preambles of each form': {
    source:
      'package p\nimport "a" // not this\n/*\nint g();\n*/\nimport "C"\nimport (\n\t// in the list\n\t"C"\n)\n// one in a list\nimport ("C")\n// none: two in a list\nimport (\n\t"C"\n\t"b"\n)\n',
    imports: ['a', 'C', 'C', 'C', 'C', 'b'],
  },
  'preambles that are none': {
    source:
      'package p // a\n// b, part of no doc\n\nimport "C" // trailing\n/* same line */ import "C"\n/* ends here\n*/\n\nimport "C"\n',
    imports: ['C', 'C', 'C'],
  },
  'preambles of several comments, and behind the line before': {
    source:
      'package p; // same line\n// one\n/* two\r\n*/ // three\n// é four\nimport "C"\nimport ( // not this\n\t// é five\r\n\t// six\r\n\t"C"; // seven\n\t// eight\n\t"C")\n/* \n*/ /*\n*/\n// nine\nimport "C" /* ten\n*/\n// twelve\nimport "C"\n',
    imports: ['C', 'C', 'C', 'C', 'C'],
  },
};

/** Import comments of the package clause: what follows `package p`, and the path it gives. */
export const importComments: [behind: string, importPath: string | undefined][] = [
  [' // import "a/b"', 'a/b'],
  [' // import `a`  ', 'a'],
  ['\t//import "a"\r', 'a'],
  [' /* import "a" */', 'a'],
  ['/*import"a"*/ // b', 'a'],
  [' /* import "é" */; import "c"', 'é'],
  [' // imports "a"', undefined],
  [' // import a', undefined],
  [' // import "a" b', undefined],
  [' // see import "a"', undefined],
  ['; // import "a"', undefined],
  [' /* import\n"a" */', undefined],
  [' /* import "a"\n*/', undefined],
  [' /* b */ // import "a"', undefined],
  ['\n// import "a"', undefined],
];

/** What Go refuses, header and all. */
export const brokenHeaders: Record<string, string> = {
  empty: '',
  'a comment alone': '// package p\n',
  'no package clause': 'import "a"\n',
  'something before the package clause': 'x\npackage p\n',
  'package without a name': 'package\n\nimport "a"\n',
  'an import without a path': 'package p\nimport\n',
  'an import without a path behind another': 'package p\nimport "a"\nimport ;\n',
  'a bare import path': 'package p\nimport a/b\n',
  'a list that never ends': 'package p\nimport (\n\t"a"\n',
  'two paths in one import': 'package p\nimport "a" "b"\n',
  'a comma behind an import': 'package p\nimport "a",\n',
  'two imports in one line': 'package p import "a"\n',
  'a name and its path on two lines': 'package p\nimport x\n"a"\n',
  'a comment that never ends': 'package p\n/*\nimport "a"\n',
  'a string that never ends': 'package p\nimport "a\n',
  'a raw string that never ends': 'package p\nimport `a\n',
  'an unknown escape': 'package p\nimport "\\q"\n',
  'a conflict mark': 'package p\n<<<<<<< HEAD\nimport "a"\n',
};
