import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { parseGoFlags } from '../../../src/base/goFlags.js';
import { NameMap } from '../../../src/names/nameMap.js';
import { decidePackages, namePackages } from '../../../src/plan/decidePackages.js';
import {
  formatLinkFlags,
  rewriteGoFlags,
  rewriteLinkFlags,
  type FlagContext,
} from '../../../src/rewrite/rewriteGoFlags.js';
import { PREFIXES } from '../../support/plans.js';
import { graphOf } from '../../support/graphs.js';

// Directories are the import paths: the main module is in /example.com/p.
const graph = graphOf(
  {
    'example.com/p': { main: true },
    'example.com/p/nested': { dir: '/example.com/p/nested', local: true },
    'dep.org/d': {},
    'gopkg.in/yaml.v3': {},
  },
  {
    'example.com/p': ['example.com/p/own', 'dep.org/d'],
    'example.com/p/own': [],
    'example.com/p/owned': [],
    'example.com/p/nested': [],
    'dep.org/d': [],
    'dep.org/d/sub': [],
    'gopkg.in/yaml.v3': [],
    fmt: [],
  },
);
const plan = namePackages(graph.main, decidePackages(graph, new Set()), PREFIXES);
const context: FlagContext = { plan, names: new NameMap(plan), graph, cwd: '/example.com/p' };

const MAIN = 't_1_own/example.com/p/m_1';
const OWN = 't_1_own/example.com/p/own';

const FLAGS: [what: string, flags: string[], rewritten: string[], cwd?: string][] = [
  [
    'flags without paths stay, in order',
    ['-v', '-race=false', '-tags=a,b', '-p=2', '-trimpath'],
    ['-v', '-race=false', '-tags=a,b', '-p=2', '-trimpath'],
  ],
  [
    "the tool's own flags, and those for the user's tree, are left out",
    ['-mod=vendor', '-modfile=x.mod', '-buildvcs=true', '-pgo=x.pgo', '-ldflags=-s'],
    [],
  ],
  ['without a pattern: for main alone, wherever it is', ['-gcflags=-N -l'], ['-gcflags=-N -l']],
  ['an empty value', ['-gcflags='], ['-gcflags=']],
  [
    'all, std, cmd',
    ['-gcflags=all=-N', '-asmflags=std=-S', '-gcflags=cmd=-N'],
    ['-gcflags=all=-N', '-asmflags=std=-S', '-gcflags=cmd=-N'],
  ],
  ['a dependency', ['-gcflags=dep.org/d=-N'], ['-gcflags=t_1/dep.org/d=-N']],
  ['a path with dots', ['-asmflags=gopkg.in/yaml.v3=-S'], ['-asmflags=t_1/gopkg.in/yaml.v3=-S']],
  ["one of the plugin's own packages", ['-gcflags=example.com/p/own=-N'], [`-gcflags=${OWN}=-N`]],
  ['main by its path', ['-gcflags=example.com/p=-N'], [`-gcflags=${MAIN}=-N`]],
  ['spaces around a pattern', ['-gcflags= dep.org/d =-N'], ['-gcflags=t_1/dep.org/d=-N']],
  [
    'a value with an equals sign',
    ['-gcflags=dep.org/d=-d=ssa/check_bce'],
    ['-gcflags=t_1/dep.org/d=-d=ssa/check_bce'],
  ],
  [
    'a wildcard, for kept and renamed packages',
    ['-gcflags=dep.org/...=-N'],
    ['-gcflags=dep.org/...=-N', '-gcflags=t_1/dep.org/...=-N'],
  ],
  [
    'a wildcard at the beginning matches renamed paths as it is',
    ['-gcflags=.../sub=-N'],
    ['-gcflags=.../sub=-N'],
  ],
  [
    "a wildcard that ends like main's path",
    ['-gcflags=.../p=-N'],
    ['-gcflags=.../p=-N', `-gcflags=${MAIN}=-N`],
  ],
  [
    'a wildcard within an element',
    ['-gcflags=example.com/...p=-N'],
    ['-gcflags=example.com/...p=-N', '-gcflags=t_1_own/example.com/...p=-N', `-gcflags=${MAIN}=-N`],
  ],

  [
    "the user's own modules",
    ['-gcflags=work=-N'],
    [`-gcflags=${MAIN}=-N`, `-gcflags=${OWN}=-N`, '-gcflags=t_1_own/example.com/p/owned=-N'],
  ],
  ['one directory', ['-gcflags=./own=-N'], [`-gcflags=${OWN}=-N`]],
  ['the directory itself', ['-gcflags=.=-N'], [`-gcflags=${MAIN}=-N`]],
  ['a directory from elsewhere', ['-gcflags=../own=-N'], [`-gcflags=${OWN}=-N`], '/example.com/p/owned'],
  [
    'directories below, other modules among them',
    ['-gcflags=./...=-N'],
    [
      `-gcflags=${MAIN}=-N`,
      `-gcflags=${OWN}=-N`,
      '-gcflags=t_1_own/example.com/p/owned=-N',
      '-gcflags=t_1/example.com/p/nested=-N',
    ],
  ],
  [
    'directories whose names begin alike',
    ['-gcflags=./own...=-N'],
    [`-gcflags=${OWN}=-N`, '-gcflags=t_1_own/example.com/p/owned=-N'],
  ],
  ['directories below another one', ['-gcflags=./own/...=-N'], [`-gcflags=${OWN}=-N`]],
  ['from above the module', ['-gcflags=./p/own=-N'], [`-gcflags=${OWN}=-N`], '/example.com'],
  ['directories outside the module', ['-gcflags=../other/...=-N', '-gcflags=./none=-N'], []],

  [
    "-cover without it means the user's own modules",
    ['-cover'],
    ['-cover', `-coverpkg=${MAIN},${OWN},t_1_own/example.com/p/owned`],
  ],
  ['-cover=false', ['-cover', '-cover=false'], ['-cover', '-cover=false']],
  ['-coverpkg', ['-coverpkg=./own,dep.org/d,fmt'], [`-coverpkg=${OWN},t_1/dep.org/d,fmt`]],
];

for (const [what, flags, rewritten, cwd] of FLAGS) {
  test(`go build flags get the renamed paths: ${what}`, () => {
    assert.deepEqual(rewriteGoFlags(parseGoFlags(flags), { ...context, cwd: cwd ?? context.cwd }), rewritten);
  });
}

const LINK_FLAGS: [what: string, ldflags: string[], words: string[], own?: string[]][] = [
  ['none', [], []],
  ['none of the user, one of the tool', [], ['-x'], ['-x']],
  ['flags without paths', ['-s -w'], ['-s', '-w']],
  ['-X of a dependency', ['-X dep.org/d.v=1'], ['-X', 't_1/dep.org/d.v=1']],
  ['-X=', ['-X=dep.org/d.v=1 --X=dep.org/d/sub.v=2'], ['-X=t_1/dep.org/d.v=1', '-X=t_1/dep.org/d/sub.v=2']],
  ["-X of one of the plugin's own packages", ['-X example.com/p/own.v=1'], ['-X', `${OWN}.v=1`]],
  ['-X of main by its path', ['-X example.com/p.v=1'], ['-X', `${MAIN}.v=1`]],
  ['-X main.v is main by whatever path', ['-X main.v=1'], ['-X', 'main.v=1']],
  ['-X of a path with dots', ['-X gopkg.in/yaml.v3.v=1'], ['-X', 't_1/gopkg.in/yaml.v3.v=1']],
  ['-X of the standard library', ['-X runtime.v=1'], ['-X', 'runtime.v=1']],
  [
    '-X of a path that only begins alike',
    ['-X dep.org/d2.v=1 -X dep.org.d=1'],
    ['-X', 'dep.org/d2.v=1', '-X', 'dep.org.d=1'],
  ],
  ['-X without a value, for the linker to refuse', ['-X dep.org/d.v'], ['-X', 'dep.org/d.v']],
  [
    'values stay, paths in them, too',
    [`-X 'dep.org/d.v=see dep.org/d.v=x' -X "main.v='q'"`],
    ['-X', 't_1/dep.org/d.v=see dep.org/d.v=x', '-X', "main.v='q'"],
  ],
  ['what looks like a definition but is none', ['-r dep.org/d.v=1'], ['-r', 'dep.org/d.v=1']],
  ['only the last -ldflags counts', ['-s', '-w'], ['-w']],
  ['an empty one discards those before it', ['-s', ''], []],
  ['the last whose pattern matches main counts', ['example.com/...=-s', 'dep.org/d=-w'], ['-s']],
  ['a pattern that ends in /... matches what is before that, too', ['-w', 'example.com/p/...=-s'], ['-s']],
  ['dots are dots', ['-w', 'example.com.p=-s', 'exampl..com/p=-s'], ['-w']],
  ['patterns that match main', ['all=-a', './...=-b', 'work=-c', '.=-d', '.../p=-e'], ['-e']],
  ['patterns that do not', ['-s', 'std=-a', './own=-b', '../x/...=-c', 'p=-d', 'example.com=-e'], ['-s']],
  [
    '-extldflags in both spellings become one',
    ["-extldflags -static -s '-extldflags=-Wl,-z,now -lm'"],
    ['-s', '-extldflags=-static -Wl,-z,now -lm'],
  ],
  [
    "the tool's follow the user's",
    ['-extldflags=-static -w'],
    ['-w', '-extldflags=-static -Wl,x'],
    ['-extldflags=-Wl,x'],
  ],
  ['-extldflags that is last and empty', ['-s -extldflags'], ['-s', '-extldflags=']],
  ['--extldflags', ['--extldflags=-a'], ['-extldflags=-a']],
];

for (const [what, ldflags, words, own = []] of LINK_FLAGS) {
  test(`link flags get the renamed paths: ${what}`, () => {
    const flags = ldflags.map((value) => ({ name: 'ldflags', value }));
    assert.deepEqual(rewriteLinkFlags(flags, context, own), words);
  });
}

test('rewritten link flags are formatted as one argument that go splits again', () => {
  const expected: [words: string[], formatted: string[]][] = [
    [[], []],
    [['-s', '-w'], ['-ldflags=-s -w']],
    [['-X', 'a.b=c d'], [`-ldflags=-X 'a.b=c d'`]],
    // The value of -ldflags must not begin with a quote.
    [['-X=a.b=c d', '-s'], [`-ldflags=-X 'a.b=c d' -s`]],
    [["-X=a.b=it's"], [`-ldflags=-X "a.b=it's"`]],
    [['-extldflags=-a -b'], [`-ldflags=-extldflags '-a -b'`]],
    [['-X', 'a.b='], ['-ldflags=-X a.b=']],
  ];
  for (const [words, formatted] of expected) {
    assert.deepEqual(formatLinkFlags(words), formatted);
    const [flag] = parseGoFlags(formatted);
    assert.doesNotMatch(flag?.value ?? '', /^["']/);
  }
  assert.throws(() => formatLinkFlags([`-X=a.b='"`]), UserError);
});
