/** Which packages' types a plugin exposes to its host, by syntax where it shows them and by Go's type checker elsewhere. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseValid } from '../../support/validator.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Sharing } from './sharing.js';

const HANDLER = 'exported var V exposes its type Handler';
const CONTEXT = 'exported var V exposes its type Context';

/** A main package's declarations -> why example.com/sdk is shared; undefined if it is not. */
const CASES: [declarations: string, why: string | undefined][] = [
  ['func F(sdk.Handler) {}', 'exported func F exposes its type Handler'],
  ['type H = sdk.Handler\n\nvar V []H', HANDLER],
  ['type T struct{ *sdk.Context }\n\nvar V T', CONTEXT],
  ['type t struct{}\n\nfunc (t) Handle(*sdk.Context) {}\n\nvar V t', CONTEXT],
  ['var V own.Box[sdk.Handler]', HANDLER],
  ['var V = map[string]func() sdk.Handler{}', HANDLER],
  ['var V = &own.Deep', CONTEXT],
  ['var _, V = own.Two()', HANDLER],
  // Only a type checker knows these.
  ['var V = own.Of(new(sdk.Context))', CONTEXT],
  ['var V = sync.OnceValue(func() sdk.Handler { return nil })', HANDLER],
  ['var V = (&own.Maker{}).Make()', HANDLER],
  ['var V = lib.Handlers(nil)', HANDLER],
  ['var V lib.Kit', CONTEXT],
  ['func F() any { return own.Deep }', 'exported func F exposes its type Context'],
  ['var V interface{} = own.Deep', CONTEXT],
  // These expose nothing of the host's.
  ['var V = sdk.Version()', undefined],
  ['func F() string { return sdk.Version() }', undefined],
  ['type t struct{ hidden sdk.Handler }\n\nfunc (t) unexported(sdk.Handler) {}\n\nvar V t', undefined],
  ['func f() sdk.Handler { return nil }\n\nfunc F[T any](sdk.Handler) {}', undefined],
  ['var V = func() int { return len(sdk.Version()) }()', undefined],
];

const OWN = `package own

import "example.com/sdk"

// Box holds something.
type Box[T any] struct{ Value T }

// Of boxes.
func Of[T any](value T) Box[T] { return Box[T]{value} }

// Deep is a value of a type of this package.
var Deep = handler{}

type handler struct{}

func (handler) Handle(*sdk.Context) string { return "" }

// Two returns two values.
func Two() (int, sdk.Handler) { return 0, nil }

// Maker makes handlers.
type Maker struct{}

// Make makes one.
func (*Maker) Make() sdk.Handler { return nil }
`;

let sharing: Sharing;
let engine: string;
setUp(async () => {
  sharing = await Sharing.create();
  engine = await sharing.copy('sharing/modules/example.com/engine@v1.0.0', 'engine');
  await sharing.tidy(engine);
});

for (const [index, [declarations, why]] of CASES.entries()) {
  test(`the type checker finds what the plugin exchanges with the host: ${declarations}`, async () => {
    const dir = await sharing.copy('byDefault/plugins/wrapped', `exposing${index}`);
    mkdirSync(join(dir, 'own'));
    writeFileSync(join(dir, 'own/own.go'), OWN);
    const imports = ['example.com/lib', 'example.com/plugins/wrapped/own', 'example.com/sdk', 'sync'];
    const used = imports.filter((path) => new RegExp(`\\b${path.replace(/.*\//, '')}\\.`).test(declarations));
    const importLines = used.map((path) => `import ${JSON.stringify(path)}\n`).join('');
    const source = `package main\n\n${importLines}\nimport _ "example.com/sdk"\n\n${declarations}\n\nfunc main() {}\n`;
    writeFileSync(join(dir, 'main.go'), source);
    await sharing.tidy(dir);
    const { exitCode, stdout, stderr } = await runTool(['explain', dir, '--host', engine, '--json'], {
      cwd: sharing.dir,
      env: sharing.env,
    });
    assert.equal(exitCode, 0, stderr);
    const { packages } = parseValid('explain', stdout) as {
      packages: { importPath: string; decision: string; reason: string }[];
    };
    const sdk = packages.find(({ importPath }) => importPath === 'example.com/sdk');
    assert.equal(sdk?.decision, why === undefined ? 'rename' : 'keep');
    if (why !== undefined) assert.equal(sdk.reason, `shared with the host: ${why}`);
  });
}
