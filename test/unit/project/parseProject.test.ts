/** gorename.yaml: what is read, and what is refused, with its place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { parseProject } from '../../../src/project/parseProject.js';
import { formatProposal } from '../../../src/project/proposeProject.js';
import { violations } from '../../support/validator.js';

const CWD = '/home/user/project';

function read(text: string): object {
  return parseProject(text, `${CWD}/gorename.yaml`, CWD);
}

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.message.replace(/^gorename\.yaml:/, '')}\n${error.advice ?? ''}`;
  }
  return '';
}

const GOOD = `
prefix: t_{hash}
output: dist/{plugin}-{host}.so
host:
  - hosts/amd64.json
  - { file: ../server/arm64.json, name: arm, cc: aarch64-linux-gnu-gcc, cxx: zig c++ -target aarch64-linux-gnu }
no-isolate: [sql, c]
go-flags: [-trimpath, '-tags=a,b', -ldflags=-s -w, -race=false, -mod=vendor]
plugins:
  - ./plugin1
  - dir: plugins/two
    host: example.com/server@v1.2.3
    output: two.so
    keep: ['github.com/**', none]
    rename: conflicts
    isolate-own: true
    buildmode: plugin
    build-info: renamed
    allow: [own-registration]
    strict: true
`;

test('gorename.yaml with every key is read, and its schema allows it', () => {
  const value = read(GOOD) as { plugins: unknown[]; host: unknown };
  assert.deepEqual(value.plugins[0], { dir: './plugin1' });
  assert.deepEqual(value.host, [
    { file: 'hosts/amd64.json' },
    {
      file: '../server/arm64.json',
      name: 'arm',
      cc: 'aarch64-linux-gnu-gcc',
      cxx: 'zig c++ -target aarch64-linux-gnu',
    },
  ]);
  assert.equal(violations('project', value), '');
});

test('JSON is read as well', () => {
  assert.deepEqual(read('{"$schema": "x", "plugins": [{"dir": "a"}]}'), {
    $schema: 'x',
    plugins: [{ dir: 'a' }],
  });
});

test('what init writes is read', () => {
  const proposal = {
    plugins: ['.', './b: c', './#d'],
    hosts: ['./e\n'],
    manifests: ['x.host.json', 'y.host.json'],
  };
  const { plugins, host } = read(formatProposal(proposal)) as { plugins: unknown; host: unknown };
  assert.deepEqual(plugins, [{ dir: '.' }, { dir: './b: c' }, { dir: './#d' }]);
  assert.deepEqual(host, [{ file: 'x.host.json' }, { file: 'y.host.json' }]);
});

const PLUGIN = 'plugins:\n  - dir: a\n    ';

for (const [text, expected] of [
  ['plugin: [a]', /^1:1: unknown key plugin\nDid you mean plugins\?/],
  [`${PLUGIN}keeps: [a]`, /^3:5: unknown key keeps\nDid you mean keep\? The keys here are dir, /],
  [`${PLUGIN}host: {fil: x}`, /^3:12: unknown key fil\nDid you mean file\?/],
  ['', /^1:1: the file must be a mapping, not empty/],
  ['[a]', /^1:1: the file must be a mapping, not a list/],
  ['prefix: t_{hash}', /^1:1: the key plugins is missing/],
  ['plugins: []', /^1:10: plugins must be not empty/],
  ['plugins:\n  - output: x.so', /^2:5: the key dir is missing/],
  [`${PLUGIN}keep: a`, /^3:11: keep must be a list, not "a"/],
  [`${PLUGIN}keep: [1]`, /^3:12: keep must be a text, not 1/],
  [`${PLUGIN}isolate-own: "yes"`, /^3:18: isolate-own must be true or false/],
  [`${PLUGIN}rename: conflict`, /^3:13: rename: unknown value "conflict"\nDid you mean conflicts\?/],
  [`${PLUGIN}no-isolate: [sq]`, /^3:18: no-isolate: unknown value "sq"\nDid you mean sql\?/],
  [`${PLUGIN}prefix: a/b`, /^3:13: --prefix a\/b is not valid/],
  [`${PLUGIN}output: "a\\u001b[31m"`, /^3:13: output must be without control characters/],
  [`${PLUGIN}dir: b`, /^3:5: .*unique/],
  ['plugins: [a, ./b, a]', /^1:19: a is listed twice/],
  ['plugins: [', /^1:11: /],
  ['plugins: [!!js/function a]', /^1:11: Unresolved tag/],
  ['plugins: [a]\n---\nplugins: [b]', /^2:1: .*multiple documents/],
  [`${PLUGIN}allow: [own-regstration]`, /^3:13: allow: unknown value .*\nDid you mean own-registration\?/],
  [`${PLUGIN}allow: [packages-differ]`, /^3:12: allow packages-differ: this error cannot be allowed/],
  // Paths that lead out of the project.
  ['plugins: [../x]', /^1:11: \.\.\/x is not below the directory/],
  ['plugins: [/x]', /^1:11: \/x is an absolute path/],
  [`${PLUGIN}output: ../../x.so`, /^3:13: \.\.\/\.\.\/x\.so is not a file below/],
  [`${PLUGIN}output: /etc/x.so`, /^3:13: \/etc\/x\.so is an absolute path/],
  [`${PLUGIN}output: dist/`, /^3:13: dist\/ is not a file below/],
  [`${PLUGIN}output: '{os}.so'`, /^3:13: output: unknown \{os\}/],
  [`${PLUGIN}host: [{file: a, name: ../b}]`, /^3:28: \.\.\/b is not a name for a file/],
  // One file for several plugins.
  [`${PLUGIN}output: a.so\n    host: [a.json, b.json]`, /^3:13: output: the same file for several hosts/],
  ['output: a.so\nplugins: [a, b]', /^1:9: output: the same file for several plugins/],
  [`${PLUGIN}host: [x/a.json, y/a.json]`, /^3:22: two hosts have the name a/],
  // Nothing in a project runs programs or reads files elsewhere.
  [`${PLUGIN}go-flags: [-toolexec=./x]`, /^3:15: -toolexec=\.\/x is not accepted in this file/],
  [`${PLUGIN}go-flags: [-toolexec, ./x]`, /^3:15: -toolexec=\.\/x is not accepted/],
  [`${PLUGIN}go-flags: [-overlay=x]`, /^3:15: -overlay cannot be passed/],
  [`${PLUGIN}go-flags: [-modfile=x]`, /^3:15: -modfile=x is not accepted/],
  [`${PLUGIN}go-flags: [-pgo=x]`, /^3:15: -pgo=x is not accepted/],
  [`${PLUGIN}go-flags: [-ldflags=-extld=./x]`, /^3:15: -ldflags=-extld=\.\/x is not accepted/],
  [`${PLUGIN}go-flags: [-gcflags=all=-asmhdr=x]`, /^3:15: -gcflags=all=-asmhdr=x is not accepted/],
  [`${PLUGIN}go-flags: [-work]`, /^3:15: -work is not accepted/],
  [`${PLUGIN}go-flags: [x]`, /^3:15: "x" after `--` is not a flag/],
  [`${PLUGIN}host: {file: a, cc: ./gcc}`, /^3:25: \.\/gcc is not the name of a C compiler/],
  [`${PLUGIN}host: {file: a, cc: sh}`, /^3:25: sh is not the name/],
  [`${PLUGIN}host: {file: a, cc: gcc -wrapper x}`, /^3:25: gcc -wrapper x is not the name/],
] as const) {
  test(`gorename.yaml is refused at the place of the fault: ${JSON.stringify(text)}`, () => {
    assert.match(refusal(text), expected);
  });
}

test('the schema refuses what it can express', () => {
  for (const value of [
    {},
    { plugins: [] },
    { plugins: [{ output: 'x' }] },
    { plugins: [{ dir: 'a', keeps: [] }] },
    { plugins: [{ dir: 'a', rename: 'conflict' }] },
    { plugins: [{ dir: 'a' }], host: [] },
    { plugins: [{ dir: 'a' }], host: { name: 'a' } },
  ])
    assert.notEqual(violations('project', value), '', JSON.stringify(value));
  assert.equal(violations('project', { plugins: ['./a'] }), '');
});
