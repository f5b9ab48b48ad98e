/** C code of shared packages is the host's on purpose: no warning. Of others it is still one. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const dir = tempDir();
const C = (name: string, value: number): string =>
  `package ${name}\n\n// int ${name}_value(void) { return ${String(value)}; }\n// int ${name}_unused(void) { return 0; }\n` +
  `import "C"\n\nfunc Value() int { return int(C.${name}_value()) }\n`;
const requires =
  'require (\n\texample.com/host v0.0.0\n\texample.com/other v1.0.0\n)\n\nreplace (\n\texample.com/host => ../host\n';
write({
  'host/go.mod':
    'module example.com/host\n\ngo 1.21\n\nrequire example.com/other v1.0.0\n\nreplace example.com/other => ../other1\n',
  'host/main.go': `package main

import (
	"fmt"
	"os"
	"plugin"

	"example.com/host/capi"
	"example.com/other"
)

func main() {
	for _, file := range os.Args[1:] {
		p, err := plugin.Open(file)
		if err != nil {
			panic(err)
		}
		f, _ := p.Lookup("Get")
		fmt.Println(capi.Value(), other.Value(), f.(func() string)())
	}
}
`,
  'host/capi/capi.go': C('capi', 1),
  'other1/go.mod': 'module example.com/other\n\ngo 1.21\n',
  'other1/other.go': C('other', 1),
  'other2/go.mod': 'module example.com/other\n\ngo 1.21\n',
  'other2/other.go': `${C('other', 2)}\nvar second = 2\n`,
  'plug/go.mod': `module example.com/plug\n\ngo 1.21\n\n${requires}\texample.com/other => ../other2\n)\n`,
  'plug/main.go':
    'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/host/capi"\n\t"example.com/other"\n)\n\n' +
    'func Get() string { return fmt.Sprint(capi.Value(), " ", other.Value()) }\n\nfunc main() {}\n',
});
let host: string;
let share: string[];
setUp(async () => {
  host = await goBuild(join(dir, 'host'), join(dir, 'server'));
  share = ['--host', host, '--keep', 'example.com/host/capi', '--host-src', join(dir, 'host')];
});

test('a shared C package beside an isolated one causes no warning', async () => {
  const file = join(dir, 'kept.so');
  const build = await runTool(['build', join(dir, 'plug'), '-o', file, ...share]);
  assert.deepEqual([build.exitCode, build.stderr], [0, '']);
  assert.equal((await run(host, [file])).stdout, '1 1 1 2');
  const { exitCode, stdout } = await runTool(['verify', file, '--host', host]);
  assert.equal(exitCode, 0, stdout);
  assert.doesNotMatch(stdout, /warning/);
});

test('visible C symbols of a renamed package are named, those of a shared one are not', async () => {
  const file = join(dir, 'visible.so');
  const build = await runTool(['build', join(dir, 'plug'), '-o', file, ...share, '--no-isolate=c']);
  assert.equal(build.exitCode, 0, build.stderr);
  const named = /warning\[[\w-]+\]: C symbols that the host also defines: other_unused, other_value$/m;
  assert.match(build.stderr, named);
  assert.match((await runTool(['verify', file, '--host', host])).stdout, named);
});

test("a plain plugin whose C packages all equal the host's causes no warning", async () => {
  write({
    'host/plain/main.go':
      'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/host/capi"\n)\n\nfunc Get() string { return fmt.Sprint(capi.Value()) }\n\nfunc main() {}\n',
  });
  const file = await goBuild(join(dir, 'host/plain'), join(dir, 'plain.so'), ['-buildmode=plugin']);
  assert.equal((await run(host, [file])).stdout, '1 1 1');
  const { exitCode, stdout } = await runTool(['verify', file, '--host', host]);
  assert.equal(exitCode, 0, stdout);
  assert.doesNotMatch(stdout, /warning/);
});

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}
