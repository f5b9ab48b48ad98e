/** A plugin that exports nothing, and registers something that only its own copies see: reported without a host. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { runTool } from '../../support/process.js';

const LIBRARY = {
  'lib/go.mod': 'module example.com/lib\n\ngo 1.21\n',
  'lib/lib.go':
    'package lib\n\ntype Registry struct{}\n\nfunc (*Registry) MustRegister(string) {}\n\nfunc Default() *Registry { return nil }\n\nfunc Register(string) {}\n\nfunc Name() string { return "" }\n',
  'lib/driver/driver.go':
    'package driver\n\nimport "database/sql"\n\nfunc init() { sql.Register("acme", nil) }\n',
};

/** @returns the warnings of a dry run, a line each. */
async function warnings(main: string, files: Record<string, string> = {}): Promise<string[]> {
  const dir = tempDir();
  const all = {
    ...LIBRARY,
    'go.mod':
      'module example.com/plugin\n\ngo 1.21\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ./lib\n',
    'main.go': `package main\n\n${main}\n`,
    ...files,
  };
  for (const [file, content] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  const { exitCode, stderr } = await runTool(['build', '.', '--dry-run'], { cwd: dir });
  assert.equal(exitCode, 0, stderr);
  return stderr.split('\n').filter((line) => line.startsWith('warning[') || line.includes('--'));
}

const LIB = 'import "example.com/lib"\n\n';

test('build warns of a registration that stays private, with its source position, and suggests --host', async () => {
  assert.deepEqual(await warnings(`${LIB}func init() { lib.Register("x") }\n\nfunc main() {}`), [
    "warning[private-registration]: main.go:5:15: the plugin exports nothing, and its registration with example.com/lib.Register goes to the plugin's private copy, which the host does not see",
    "    Build with --host, which shares the packages of the host's main module; --keep shares others.",
  ]);
});

test('build warns of a private registration by a method, called in another package of the plugin', async () => {
  const [warning] = await warnings('import _ "example.com/plugin/own"\n\nfunc main() {}', {
    'own/own.go': `package own\n\n${LIB}var _ = register()\n\nfunc register() bool {\n\tlib.Default().MustRegister("x")\n\treturn true\n}\n`,
  });
  assert.match(
    warning ?? '',
    /^warning\[[\w-]+\]: own\/own\.go:8:2: .* example\.com\/lib\.Default\.MustRegister goes to/,
  );
});

test('build warns of a private driver of the standard library, and suggests --no-isolate', async () => {
  const found = await warnings('import _ "example.com/lib/driver"\n\nfunc main() {}');
  assert.equal(found.length, 2);
  assert.match(
    found[0] ?? '',
    /^warning\[[\w-]+\]: lib\/driver\/driver\.go:5:15: .* database\/sql\.Register goes to/,
  );
  assert.equal(found[1], '    Build with --no-isolate=sql to register it for the whole process.');
});

test('build does not warn of private registrations if the plugin exports something, or registers nothing', async () => {
  const register = 'func init() { lib.Register("x") }\n\nfunc main() {}';
  for (const main of [
    `${LIB}func Serve() {}\n\n${register}`,
    `${LIB}var Version = "1"\n\n${register}`,
    `${LIB}func init() { lib.Name() }\n\nfunc main() {}`,
    // Only a program runs it.
    `${LIB}func main() { lib.Register("x") }`,
    `${LIB}type t struct{}\n\nfunc (t) Register() {}\n\nfunc init() {\n\tt{}.Register()\n\tlib.Name()\n}\n\nfunc main() {}`,
  ])
    assert.deepEqual(await warnings(main), [], main);
});
