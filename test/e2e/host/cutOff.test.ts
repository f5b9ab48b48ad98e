/** What `verify --host` and `probe --host` report of plugins that load and are cut off from their host all the same. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parseValid } from '../../support/validator.js';
import { tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const dir = tempDir();
write({
  'host/go.mod':
    'module example.com/host\n\ngo 1.21\n\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => ../lib\n',
  'host/main.go':
    'package main\n\nimport (\n\t_ "plugin"\n\n\t"example.com/host/ctx"\n\t"example.com/lib"\n)\n\nfunc main() { _, _ = ctx.Key, lib.T{} }\n',
  'host/ctx/ctx.go': 'package ctx\n\nvar Key = 1\n',
  'lib/go.mod': 'module example.com/lib\n\ngo 1.21\n',
  'lib/lib.go': 'package lib\n\ntype T struct{}\n',
  'plug/go.mod':
    'module example.com/plug\n\ngo 1.21\n\nrequire (\n\texample.com/host v0.0.0\n\texample.com/lib v1.0.0\n)\n\n' +
    'replace (\n\texample.com/host => ../host\n\texample.com/lib => ../lib\n)\n',
  'plug/exposes/main.go':
    'package main\n\nimport "example.com/lib"\n\nfunc Get() lib.T { return lib.T{} }\n\nfunc main() {}\n',
  'plug/copies/main.go':
    'package main\n\nimport "example.com/host/ctx"\n\nfunc Get() int { return ctx.Key }\n\nfunc main() {}\n',
  'plug/silent/main.go': 'package main\n\nfunc init() { println("loaded") }\n\nfunc main() {}\n',
});
let host: string;
setUp(async () => {
  host = await goBuild(join(dir, 'host'), join(dir, 'server'));
});

interface Document {
  plugins: {
    prediction: { verdict: string; findings: { kind: string; message: string; inHost?: boolean }[] };
  }[];
  findings: { kind: string; message: string }[];
}

const cases: [string, string, RegExp][] = [
  [
    'exposes',
    'exported-renamed-type',
    /^example\.com\/plug\/exposes\/main\.go:5:6: exported func Get exposes example\.com\/lib\.T, /,
  ],
  [
    'copies',
    'private-host-package',
    /copies of packages of the host's main module: example\.com\/host\/ctx$/,
  ],
  ['silent', 'exports-nothing', /silent\.so exports no functions and no variables$/],
];
for (const [name, kind, message] of cases)
  test(`verify and probe report ${kind} from the plan of a plugin: ${name}`, async () => {
    const file = join(dir, `${name}.so`);
    const build = await runTool(['build', join(dir, 'plug', name), '-o', file]);
    assert.equal(build.exitCode, 0, build.stderr);
    assert.doesNotMatch(build.stderr, /exports-nothing/);
    const verified = await runTool(['verify', file, '--host', host, '--json']);
    assert.equal(verified.exitCode, 0, verified.stderr);
    const [plugin] = (parseValid('verify', verified.stdout) as Document).plugins;
    assert.equal(plugin?.prediction.verdict, 'loads');
    assert.deepEqual(
      plugin.prediction.findings.map((finding) => finding.kind),
      [kind],
    );
    assert.match(plugin.prediction.findings[0]?.message ?? '', message);
    const source = ['--host-src', join(dir, 'host')];
    const probed = await runTool(['probe', file, '--host', host, ...source, '--json']);
    assert.equal(probed.exitCode, 0, probed.stderr);
    const { findings } = parseValid('probe', probed.stdout) as Document;
    const found = findings.filter((finding) => finding.kind === kind);
    assert.equal(found.length, 1, probed.stdout);
    assert.match(found[0]?.message ?? '', message);
  });

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

test('build warns of a main package that exports nothing and has no init function, as a host or a misspelt name', async () => {
  for (const [name, main] of [
    ['lower', 'package main\n\nfunc get() int { return 1 }\n\nfunc main() { get() }\n'],
    ['effects', 'package main\n\nimport _ "expvar"\n\nfunc main() {}\n'],
  ] as const) {
    const plugin = join(dir, 'empty', name);
    mkdirSync(plugin, { recursive: true });
    writeFileSync(join(plugin, 'main.go'), main);
    writeFileSync(join(plugin, 'go.mod'), 'module example.com/empty\n\ngo 1.18\n');
    const { exitCode, stderr } = await runTool(['build', plugin, '-o', join(dir, `${name}.so`)]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(
      /^warning\[exports-nothing\]: .*lower\.so exports no functions/m.test(stderr),
      name === 'lower',
    );
  }
});
