/** Symbolic links, pipes and sockets in modules that are copied whole. */
import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { walkModule } from '../../../src/golist/moduleFiles.js';
import { FileReader } from '../../../src/base/fileReader.js';
import { tempDir } from '../../support/files.js';
import { run, runTool } from '../../support/process.js';
import { buildPlain, load, type BuildDocument } from './compare.js';

const SECRET = 'secret-4711';

const C_CODE = `package %s

// #cgo CFLAGS: -I\${SRCDIR}/inc
// #include "linked.h"
// #include "absolute.h"
// #include "dirlink/three.h"
// #include "nested.h"
// #include "nesteddir/five.h"
// #include "out.h"
import "C"

func Sum() int { return C.ONE + C.TWO + C.THREE + C.FOUR + C.FIVE + C.SIX }
`;

async function write(root: string, files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

/** Headers that are linked in every way that C code can use, and what has nothing to do in a copy. */
async function addLinks(module: string, outside: string): Promise<void> {
  await write(module, {
    'real/one.h': '#define ONE 1\n',
    'real/other.h': '#define ONE 100\n',
    'real/two.h': '#define TWO 2\n',
    'real/three.h': '#define THREE 3\n',
    'nested/go.mod': 'module example.com/nested\n',
    'nested/include/four.h': '#define FOUR 4\n',
    'nested/include/five.h': '#define FIVE 5\n',
    'inc/here.h': '\n',
  });
  const links: Record<string, string> = {
    'inc/linked.h': '../real/one.h',
    'inc/absolute.h': join(module, 'real/two.h'),
    'inc/dirlink': '../real',
    'inc/nested.h': '../nested/include/four.h',
    'inc/nesteddir': '../nested/include',
    'out.h': join(outside, 'six.h'),
    key: join(outside, 'private'),
    'inc/key.h': join(outside, 'private'),
    proc: '/proc',
    upward: 'real/../../outside/private',
    self: '.',
    detour: 'self/../outside/private',
    circle: 'circle',
    dangling: 'nothing',
  };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(module, name));
  let level = join(module, 'maze');
  await mkdir(level);
  for (let depth = 0; depth < 14; depth++) {
    await mkdir(join(level, 'x'));
    await symlink('x', join(level, 'y'));
    level = join(level, 'x');
  }
  assert.equal((await run('mkfifo', [join(module, 'pipe'), join(module, 'inc/pipe.h')])).exitCode, 0);
}

interface Project {
  plugin: string;
  dep: string;
}

async function project(): Promise<Project> {
  const dir = tempDir();
  const [plugin, dep, outside] = ['plugin', 'dep', 'outside'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  await write(outside, { private: `${SECRET}\n`, 'six.h': '#define SIX 6\n' });
  await write(dep, {
    'go.mod': 'module example.com/dep\n\ngo 1.18\n',
    'dep.go': C_CODE.replace('%s', 'dep'),
  });
  await write(plugin, {
    'go.mod':
      'module example.com/plugin\n\ngo 1.18\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ../dep\n',
    'own/own.go': C_CODE.replace('%s', 'own').replace('inc', '../inc').replace('"out.h"', '"../out.h"'),
    'main.go':
      'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/dep"\n\t"example.com/plugin/own"\n)\n\n' +
      'func Answer() string { return fmt.Sprint(dep.Sum(), " ", own.Sum()) }\n\nfunc main() {}\n',
  });
  for (const module of [dep, plugin]) await addLinks(module, outside);
  return { plugin, dep };
}

/** Every path below a directory, links not followed. */
function pathsBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );
}

/** What a tree has at the paths that end so: where links lead, or what else is there. */
function found(paths: readonly string[], end: string): string[] {
  return paths
    .filter((path) => path.endsWith(end))
    .map((path) => {
      const stat = lstatSync(path);
      return stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? 'file' : 'other';
    });
}

function requireCopied(tree: string, copies: number): void {
  const paths = pathsBelow(tree);
  const everywhere = (value: string): string[] => Array.from({ length: copies }, () => value);
  assert(paths.length < 500, String(paths.length));
  for (const path of paths.filter((one) => lstatSync(one).isFile()))
    assert(!readFileSync(path, 'latin1').includes(SECRET), path);
  assert.deepEqual(found(paths, '/inc/linked.h'), everywhere('../real/one.h'));
  assert.deepEqual(found(paths, '/inc/absolute.h'), everywhere('../real/two.h'));
  assert.deepEqual(found(paths, '/inc/dirlink'), everywhere('../real'));
  assert.deepEqual(found(paths, '/inc/nested.h'), everywhere('file'));
  assert.deepEqual(found(paths, '/inc/nesteddir/five.h'), everywhere('file'));
  assert.deepEqual(found(paths, '/detour'), everywhere('outside/private'));
  for (const name of ['/key', '/inc/key.h', '/proc', '/upward', '/pipe', '/inc/pipe.h'])
    assert.deepEqual(found(paths, name), [], name);
}

test('build keeps links inside the plugin, does not copy what is outside, and notices an edited link', async () => {
  const { plugin, dep } = await project();
  const workDir = tempDir();
  const output = join(tempDir(), 'plugin.so');
  const build = async (): Promise<BuildDocument> => {
    const { exitCode, stdout, stderr } = await runTool([
      'build',
      plugin,
      '--json',
      '-o',
      output,
      '--work-dir',
      workDir,
    ]);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as BuildDocument;
  };
  const first = await build();
  requireCopied(join(workDir, 'modules'), 1);
  requireCopied(join(workDir, 'plugins'), 1);
  const [plain, renamed] = await load([await buildPlain(plugin), output]);
  assert.equal(plain, '21 21');
  assert.equal(renamed, plain);
  assert.deepEqual(
    first.findings.map(({ kind }) => kind),
    ['links-left-out', 'links-left-out'],
  );
  assert.match(
    first.findings[0]?.message ?? '',
    / is copied, but without 4 symbolic links that point outside of it/,
  );

  rmSync(join(dep, 'inc/linked.h'));
  await symlink('../real/other.h', join(dep, 'inc/linked.h'));
  const second = await build();
  assert.notEqual(second.prefix, first.prefix);
  assert.deepEqual((await load([output]))[0], '120 21');
});

test('a failure of C code that needs a link out of its module names the link', async () => {
  const { dep, plugin } = await project();
  await writeFile(join(dep, 'dep.go'), C_CODE.replace('%s', 'dep').replace('"out.h"', '"key.h"'));
  const { exitCode, stderr } = await runTool(['build', plugin, '-o', join(tempDir(), 'plugin.so')]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /key\.h: No such file or directory/);
  assert.match(stderr, /^Symbolic links that point out of their modules are not copied: .*\/inc\/key\.h/m);
});

test('rewrite keeps links in a tree that contains the whole main module', async () => {
  const { plugin } = await project();
  const tree = join(tempDir(), 'tree');
  const { exitCode, stderr } = await runTool(['rewrite', plugin, '--out', tree]);
  assert.equal(exitCode, 0, stderr);
  requireCopied(tree, 2);
});

test('a module that consists of links, named by a link: each link is read once', async () => {
  const dir = tempDir();
  await addLinks(join(dir, 'real'), join(dir, 'outside'));
  await symlink('real', join(dir, 'module'));
  const server = createServer().listen(join(dir, 'real/socket'));
  const { files, links, leftOut } = walkModule(join(dir, 'module'), false);
  server.close();
  assert.equal(files.length, 8);
  assert.equal(links.length, 14 + 7);
  assert(links.some(({ path, target }) => path.endsWith('absolute.h') && target === '../real/two.h'));
  assert.deepEqual(leftOut.map((path) => path.slice(join(dir, 'module/').length)).sort(), [
    'inc/key.h',
    'key',
    'out.h',
    'proc',
    'upward',
  ]);
});

test('a regular file that is replaced by a pipe or a link during the build is not read', async () => {
  const dir = tempDir();
  await write(dir, { file: SECRET });
  await symlink('file', join(dir, 'link'));
  await run('mkfifo', [join(dir, 'pipe')]);
  const reader = new FileReader();
  assert.equal(reader.read(join(dir, 'link')).toString(), SECRET);
  assert.throws(() => reader.read(join(dir, 'link'), false), /ELOOP/);
  assert.throws(() => reader.read(join(dir, 'pipe'), false), /is not a regular file any more/);
});
