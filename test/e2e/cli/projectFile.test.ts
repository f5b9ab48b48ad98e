/** gorename.yaml: `build` builds what it lists, and `init` writes one. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from '../../support/process.js';
import { Workspace } from './workspace.js';

interface Document {
  output: string | null;
  main: { importPath: string };
  prefix: string;
}

const workspace = Workspace.of('hello', {
  'gorename.yaml':
    'prefix: a_{hash}\noutput: dist/{plugin}.so\nplugins:\n  - ./plugin\n  - { dir: other, prefix: "b_{hash}" }\n',
});

async function plan(args: string[], cwd = workspace.dir): Promise<string[]> {
  const { exitCode, stdout, stderr } = await workspace.run(['build', ...args, '--dry-run', '--json'], {
    cwd,
  });
  assert.equal(exitCode, 0, stderr);
  const documents = [JSON.parse(stdout) as Document | Document[]].flat();
  return documents.map(({ main, prefix }) => `${main.importPath} ${prefix.charAt(0)}`);
}

const [PLUGIN, OTHER] = ['example.com/hello/plugin', 'example.com/hello/other'];

test('build without a directory builds what gorename.yaml lists, and again only what has changed', async () => {
  await workspace.done(['build']);
  for (const name of ['plugin', 'other']) assert(existsSync(workspace.path(`dist/${name}.so`)), name);
  const before = readFileSync(workspace.path('dist/other.so'));
  const text = readFileSync(workspace.path('gorename.yaml'), 'utf8');
  // The options of one plugin are in the key of its last build, those of others are not.
  workspace.write({ 'gorename.yaml': text.replace('./plugin', '{ dir: ./plugin, prefix: "c_{hash}" }') });
  await workspace.done(['build']);
  assert(readFileSync(workspace.path('dist/plugin.so'), 'latin1').includes('c_'));
  assert(readFileSync(workspace.path('dist/other.so')).equals(before));
  workspace.write({ 'gorename.yaml': text });
});

test('the command line chooses among what gorename.yaml lists, and wins', async () => {
  assert.deepEqual(await plan([]), [`${PLUGIN} a`, `${OTHER} b`]);
  assert.deepEqual(await plan(['other']), [`${OTHER} b`]);
  assert.deepEqual(await plan(['--prefix', 'z']), [`${PLUGIN} z`, `${OTHER} z`]);
  assert.deepEqual(await plan(['./plugin', '--config', 'none', '--prefix', 'y']), [`${PLUGIN} y`]);
  mkdirSync(workspace.path('.git'), { recursive: true });
  assert.deepEqual(await plan([], workspace.path('other')), [`${OTHER} b`]);
});

test('a second file beside gorename.yaml, and one that is not there, are refused', async () => {
  workspace.write({ 'gorename.json': '{"plugins": ["other"]}' });
  assert.match(await workspace.refused(['build']), /^\. has gorename\.yaml and gorename\.json\n/);
  assert.deepEqual(await plan(['--config', 'gorename.json', '--prefix', 'x']), [`${OTHER} x`]);
  assert.match(await workspace.refused(['build', '--config', 'no.yaml']), /^no\.yaml: no such file\n/);
});

test('a plugin is built for each of several hosts, with the name of the host in that of the file', async () => {
  const project = Workspace.of('hello', {
    'host/main.go': 'package main\n\nimport "plugin"\n\nfunc main() { plugin.Open("x") }\n',
    'host/go.mod': 'module example.com/host\n\ngo 1.18\n',
    'gorename.yaml': 'host: [a.host.json, { file: b.host.json, name: second }]\nplugins: [plugin]\n',
  });
  const built = await run('go', ['build', '-o', '../server', '.'], { cwd: project.path('host') });
  assert.equal(built.exitCode, 0, built.stderr);
  for (const name of ['a', 'b']) await project.done(['host', 'server', '-o', `${name}.host.json`]);
  const { exitCode, stderr } = await project.run(['build']);
  assert.equal(exitCode, 0, stderr);
  // They are never in one process, so they do not share state.
  assert.doesNotMatch(stderr, /warning/);
  for (const [name, host] of [
    ['plugin-a.so', 'a.host.json'],
    ['plugin-second.so', 'b.host.json'],
  ] as const)
    assert.match(await project.done(['verify', name, '--host', host]), /will load/);

  // The file that a build for this host writes.
  const chosen = await project.run(['verify', 'plugin-second.so']);
  assert.match(chosen.stdout, /^plugin-second\.so: will load/);
  assert.equal(chosen.stderr, 'the host is b.host.json, from gorename.yaml');
  const mixed = await project.refused(['verify', 'plugin-a.so', 'plugin-second.so']);
  assert.match(
    mixed,
    /^gorename\.yaml names several hosts, .*\nName it: --host a\.host\.json, or --host b\./,
  );
  for (const command of ['explain', 'rewrite', 'inspect']) {
    const args = { explain: ['plugin'], rewrite: ['plugin', '--out', 'out'], inspect: ['plugin/main.go'] };
    const message = await project.refused([command, ...args[command as 'explain']]);
    assert.match(
      message,
      /^gorename\.yaml builds plugin for several hosts\nName one of them: --host a\.host\.json, or --host b\.host\.json\.$/,
    );
  }
  // A host that the file lists keeps its name, and so its file.
  const { stdout } = await project.run(['build', '--host', 'b.host.json', '--json']);
  assert.equal((JSON.parse(stdout) as Document).output, project.path('plugin-second.so'));
});

test('explain, rewrite, inspect, verify and probe use what gorename.yaml says of the build', async () => {
  const project = Workspace.of('hello', {
    'host/main.go':
      'package main\n\nimport (\n\t"plugin"\n\n\t"example.com/dep"\n)\n\nfunc main() { plugin.Open(dep.Name) }\n',
    'host/go.mod':
      'module example.com/host\n\ngo 1.18\n\nrequire example.com/dep v0.0.0\n\nreplace example.com/dep => ../dep\n',
    'plugin/tagged.go':
      '//go:build tagged\n\npackage main\n\nimport "expvar"\n\nvar Hits = expvar.NewInt("hits")\n',
    'gorename.yaml':
      'host: server\nprefix: "p_{hash}"\ngo-flags: [-tags=tagged]\nallow: [own-registration]\nplugins:\n  - { dir: plugin, keep: [example.com/dep], output: "dist/{plugin}.so" }\n  - { dir: other, keep: [none] }\n',
  });
  const built = await run('go', ['build', '-o', '../server', '.'], { cwd: project.path('host') });
  assert.equal(built.exitCode, 0, built.stderr);

  const none = ['--config', 'none'];
  assert.match(await project.done(['explain', 'plugin', 'example.com/dep']), /^example\.com\/dep is kept: /);
  assert.match(await project.done(['explain', 'plugin', 'greet']), /\n {2}path {4}p_/);
  // On the command line, an option wins.
  assert.match(
    await project.done(['explain', 'plugin', 'example.com/dep', '--keep', 'none']),
    /^example\.com\/dep is renamed: [^]*\n {2}path {4}p_/,
  );
  assert.match(
    await project.done(['explain', 'plugin', 'example.com/dep', ...none]),
    /^example\.com\/dep is renamed: [^]*\n {2}path {4}t_/,
  );
  assert.match(await project.done(['inspect', 'plugin/tagged.go']), /^plugin\/tagged\.go: .* -> p_/);
  assert.match(
    await project.refused(['inspect', 'plugin/tagged.go', ...none]),
    /^plugin\/tagged\.go is not in the build of/,
  );
  const rewritten = JSON.parse(
    await project.done(['rewrite', 'plugin', '--out', 'out', '--json']),
  ) as Document & { findings: { kind: string; allowed: boolean }[] };
  assert.match(rewritten.prefix, /^p_/);
  assert.deepEqual(
    rewritten.findings.map(({ kind, allowed }) => [kind, allowed]),
    [['own-registration', true]],
  );

  await project.run(['build']);
  const note = 'the host is server, from gorename.yaml';
  const verified = await project.run(['verify', 'dist/plugin.so']);
  assert.deepEqual(
    [verified.exitCode, verified.stderr, verified.stdout.split(';')[0]],
    [0, note, 'dist/plugin.so: will load'],
  );
  const probed = await project.run(['probe', 'dist/plugin.so'], { cwd: project.dir });
  assert.equal(probed.exitCode, 0, probed.stderr);
  assert.match(
    probed.stderr,
    /^the host is server, from gorename\.yaml\n(?:[^]*\n)?note: the main function of server /,
  );
  assert.match(await project.done(['verify', 'dist/plugin.so', ...none]), /\n {2}packages /);
});

test('init writes a gorename.yaml that build accepts, and overwrites nothing', async () => {
  const project = Workspace.of('hello', {
    'tool/main.go':
      'package main\n\nimport "plugin"\n\nfunc main() { plugin.Open("x") }\n\nfunc Exported() {}\n',
    'tool/go.mod': 'module example.com/tool\n\ngo 1.18\n',
    'server.host.json': '{}',
  });
  assert.equal(await project.done(['init']), 'wrote gorename.yaml with ./other, ./plugin');
  const text = readFileSync(project.path('gorename.yaml'), 'utf8');
  assert.match(text, /^host:\n {2}- server\.host\.json\n# \.\/tool imports plugin/m);
  assert.match(await project.refused(['init']), /^gorename\.yaml already exists\n/);
  assert.equal(readFileSync(project.path('gorename.yaml'), 'utf8'), text);
  project.write({ 'gorename.yaml': text.replace('host:\n  - server.host.json\n', '') });
  assert.equal((await project.run(['build', '--dry-run'])).exitCode, 0);
  assert.match(await project.refused(['init'], { cwd: project.path('dep') }), /^no plugin found here: /);
});
