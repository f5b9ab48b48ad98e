/** `-rpath,${SRCDIR}/lib`: a plugin finds its shared libraries where they were, and needs no work directory. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { buildLoader, go, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';

const CGO = `// #cgo LDFLAGS: -L\${SRCDIR}/lib -lrunpath -Wl,-rpath,\${SRCDIR}/lib
// int answer(void);
import "C"
`;

test('$ORIGIN run paths in main, another package of the plugin and a local dependency work with and without the work directory', async () => {
  const dir = join(tempDir(), 'a b');
  write(dir, {
    'plug/go.mod':
      'module example.com/plug\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ../dep\n',
    'plug/main.go': `package main

${CGO}
import (
	"fmt"

	"example.com/dep"
	"example.com/plug/own"
)

func Answer() string { return fmt.Sprint(C.answer(), own.Answer(), dep.Answer()) }

func main() {}
`,
    'plug/own/own.go': `package own\n\n${CGO}\nfunc Answer() int { return int(C.answer()) }\n`,
    'dep/go.mod': 'module example.com/dep\n\ngo 1.21\n',
    'dep/dep.go': `package dep\n\n${CGO}\nfunc Answer() int { return int(C.answer()) }\n`,
    'answer.c': 'int answer(void) { return 42; }\n',
  });
  for (const place of ['plug', 'plug/own', 'dep']) {
    mkdirSync(join(dir, place, 'lib'));
    const target = join(dir, place, 'lib/librunpath.so');
    const { exitCode, stderr } = await run('gcc', ['-shared', '-fPIC', '-o', target, join(dir, 'answer.c')]);
    assert.equal(exitCode, 0, stderr);
  }
  const cache = tempDir();
  const file = join(dir, 'p.so');
  const build = await runTool(['build', join(dir, 'plug'), '-o', file], {
    env: { GORENAME_PLUGIN_CACHE: cache },
  });
  assert.equal(build.exitCode, 0, build.stderr);
  const load = await buildLoader();
  const [loaded] = await load([file]);
  assert.equal(loaded?.answer, '42 42 42', loaded?.error);
  const plain = await goBuild(join(dir, 'plug'), join(dir, 'plain.so'), ['-buildmode=plugin']);
  assert.deepEqual(await runPaths(file), await runPaths(plain));
  renameSync(cache, `${cache}.away`);
  assert.deepEqual(await load([file]), [loaded]);
  rmSync(`${cache}.away`, { recursive: true });
});

test('run paths in a tree of rewrite name the directories of that tree', async () => {
  const dir = tempDir();
  write(dir, {
    'plug/go.mod': 'module example.com/plug\n\ngo 1.21\n',
    'plug/main.go': `package main\n\n${CGO}\nfunc Answer() int { return int(C.answer()) }\n\nfunc main() {}\n`,
    'plug/lib/lib.c.txt': '',
  });
  await go(join(dir, 'plug'), ['env']);
  const { exitCode, stderr } = await runTool(['rewrite', join(dir, 'plug'), '--out', join(dir, 'tree')]);
  assert.equal(exitCode, 0, stderr);
  assert.match(readFileSync(join(dir, 'tree/main.go'), 'utf8'), /-rpath,\$\{SRCDIR\}\/lib\n/);
});

/** The directories in which the dynamic linker looks first, without their order. */
async function runPaths(file: string): Promise<string[]> {
  const { stdout } = await run('objdump', ['-p', file]);
  const [, paths = ''] = /^ +R(?:UN)?PATH +(.*)$/m.exec(stdout) ?? [];
  return paths.split(':').sort();
}

function write(dir: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}
