/** An up-to-date plugin is not built again; a change of anything that it depends on causes a build. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { projectDir, settle, tempDir } from '../../support/files.js';
import { run, toolCommand, toolOnNode, type Outcome } from '../../support/process.js';
import { findProgram } from '../../support/programs.js';
import { setUp } from '../../support/setUp.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello', {
  'plugin/extra/extra.go': [
    'package extra',
    '',
    'import _ "embed"',
    '',
    '// int answer(void);',
    'import "C"',
    '',
    '//go:embed text.txt',
    'var Text string',
    '',
    'func Answer() int { return int(C.answer()) }',
    '',
  ].join('\n'),
  'plugin/extra/text.txt': 'one\n',
  'plugin/extra/answer.c': 'int answer(void) { return 42; }\n',
  'plugin/use.go':
    'package main\n\nimport "example.com/hello/plugin/extra"\n\nvar Text = extra.Text\n\nfunc Extra() int { return extra.Answer() }\n',
});
const bin = tempDir();
const config = join(tempDir(), 'env');
const output = workspace.path('plugin.so');
const goCommand = findProgram('go');
const environment = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, GOENV: config };

async function build(args: string[] = [], env: Record<string, string> = {}): Promise<Outcome> {
  return workspace.run(['build', './plugin', '-o', output, ...args], { env: { ...environment, ...env } });
}

/** Whether the output has been written anew; it appears by rename, as another inode. */
async function rebuilds(args: string[] = [], env: Record<string, string> = {}): Promise<boolean> {
  const before = statSync(output, { throwIfNoEntry: false })?.ino;
  const { exitCode, stderr } = await build(args, env);
  assert.equal(exitCode, 0, stderr);
  return statSync(output).ino !== before;
}

/** A time that file systems keep as it is, in seconds since 1970. */
const LONG_AGO = 1_000_000_000;

setUp(async () => {
  utimesSync(workspace.path('plugin/greet/greet.go'), LONG_AGO, LONG_AGO);
  await chmod(bin, 0o755);
  writeFileSync(config, '');
  writeFileSync(join(bin, 'cc-wrapper'), '#!/bin/sh\nexec gcc "$@"\n', { mode: 0o755 });
  await settle();
  assert.equal((await build()).exitCode, 0, (await build()).stderr);
});

test('build of an up-to-date plugin writes nothing, and repeats its warnings', async () => {
  assert.equal(await rebuilds(), false);
  const { exitCode, stdout } = await build(['--json']);
  assert.equal(exitCode, 0);
  const first = JSON.parse(stdout) as { output: string; packages: unknown[] };
  const again = JSON.parse((await build(['--json'])).stdout) as typeof first;
  assert.deepEqual({ ...again, timings: {} }, { ...first, timings: {} });
  assert.equal(await rebuilds(), true, 'another command line');
  assert.equal(await rebuilds(), false);
});

const plugin = (...names: string[]): string => workspace.path('plugin', ...names);

function append(file: string, text: string): () => void {
  return () => {
    writeFileSync(file, readFileSync(file, 'utf8') + text);
  };
}

const changes: Record<string, () => void> = {
  'a source of equal size, its modification time set back': () => {
    const file = plugin('greet', 'greet.go');
    const { mtimeMs, size } = statSync(file);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"hello, "', '"hallo, "'));
    utimesSync(file, LONG_AGO, LONG_AGO);
    assert.deepEqual([statSync(file).mtimeMs, statSync(file).size], [mtimeMs, size]);
  },
  'a file put in the place of a source': () => {
    const file = plugin('use.go');
    const copy = workspace.path('copy.go');
    cpSync(file, copy);
    rmSync(file);
    cpSync(copy, file);
    rmSync(copy);
  },
  "main's own source": append(plugin('main.go'), '\nvar Added = 1\n'),
  "a local dependency's source": append(workspace.path('dep', 'dep.go'), '\nvar Added = 1\n'),
  'a new source': () => {
    writeFileSync(plugin('new.go'), 'package main\n\nvar New = 1\n');
  },
  'a source taken away': () => {
    rmSync(plugin('new.go'));
  },
  'an embedded file': append(plugin('extra', 'text.txt'), 'two\n'),
  'a C file': append(plugin('extra', 'answer.c'), '// more\n'),
  'a new header': () => {
    writeFileSync(plugin('extra', 'new.h'), '// a header\n');
  },
  'go.mod': append(plugin('go.mod'), '\n// a comment\n'),
  "a dependency's go.mod": append(workspace.path('dep', 'go.mod'), '\n// a comment\n'),
  'go.sum': () => {
    writeFileSync(
      plugin('go.sum'),
      'example.com/other v1.0.0/go.mod h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    );
  },
  'a go.work above': () => {
    writeFileSync(workspace.path('go.work'), 'go 1.18\n\nuse ./plugin\nuse ./dep\n');
  },
  'a go.work above, changed': append(workspace.path('go.work'), '\n// a comment\n'),
  'a go.work above, gone': () => {
    rmSync(workspace.path('go.work'));
  },
  "go's own configuration file": () => {
    writeFileSync(config, 'GOFLAGS=-tags=other\n');
  },
  'another go command, earlier on the PATH': () => {
    writeFileSync(join(bin, 'go'), `#!/bin/sh\nexec ${goCommand} "$@"\n`, { mode: 0o755 });
  },
  'that go command, changed': append(join(bin, 'go'), '# a comment\n'),
  'another C compiler, earlier on the PATH': () => {
    writeFileSync(join(bin, 'gcc'), '#!/bin/sh\nexec /usr/bin/gcc "$@"\n', { mode: 0o755 });
  },
  'that C compiler, changed': append(join(bin, 'gcc'), '# a comment\n'),
  'the output, touched': () => {
    utimesSync(output, new Date(), new Date());
  },
  'the output, gone': () => {
    rmSync(output);
  },
};

for (const [what, change] of Object.entries(changes)) {
  test(`a changed input causes one build: ${what}`, async () => {
    change();
    await settle();
    assert.equal(await rebuilds(), true);
    assert.equal(await rebuilds(), false, 'afterwards');
  });
}

test('a change of flags or variables causes a build', async () => {
  await settle();
  await rebuilds();
  assert.equal(await rebuilds(['--', '-tags=one']), true);
  assert.equal(await rebuilds(['--', '-tags=one']), false);
  for (const env of [
    { GOFLAGS: '-tags=two' },
    { CGO_CFLAGS: '-O1' },
    { GOAMD64: 'v2' },
    { CC: join(bin, 'cc-wrapper') },
    { GOEXPERIMENT: 'nodwarf5' },
  ]) {
    assert.equal(await rebuilds([], env), true, JSON.stringify(env));
    assert.equal(await rebuilds([], env), false, JSON.stringify(env));
  }
});

test('another version of this tool causes a build', async () => {
  const copy = tempDir();
  for (const part of ['bin', 'dist/cli', 'dist/addons', 'shims', 'probe']) {
    cpSync(join(projectDir, part), join(copy, part), { recursive: true });
  }
  cpSync(join(projectDir, 'package.json'), join(copy, 'package.json'));
  // The hash of the program is in its files.
  for (const file of readdirSync(join(copy, 'dist/cli'), { recursive: true }).map(String)) {
    if (!file.endsWith('.js')) continue;
    const code = readFileSync(join(copy, 'dist/cli', file), 'latin1');
    writeFileSync(
      join(copy, 'dist/cli', file),
      code.replaceAll(/(?<=["'])[0-9a-f]{64}(?=["'])/g, 'f'.repeat(64)),
      'latin1',
    );
  }
  await settle();
  await rebuilds();
  const before = statSync(output).ino;
  const args = ['build', './plugin', '-o', output];
  const { exitCode, stderr } = await run(
    process.execPath,
    [join(copy, 'bin/gorename-plugin.js'), ...args],
    workspace.options({ env: environment }),
  );
  assert.equal(exitCode, 0, stderr);
  assert.notEqual(statSync(output).ino, before);

  // It may rewrite differently, so its copies have other paths.
  const prefixOf = async (program: string): Promise<string> => {
    const dry = [program, 'build', './plugin', '--prefix', 't_{hash}', '--dry-run', '--json'];
    const { stdout } = await run(process.execPath, dry, workspace.options({ env: environment }));
    return (JSON.parse(stdout) as { prefix: string }).prefix;
  };
  const [program, other] = [projectDir, copy].map((dir) => join(dir, 'bin/gorename-plugin.js')) as [
    string,
    string,
  ];
  assert.equal(await prefixOf(program), await prefixOf(program));
  assert.notEqual(await prefixOf(program), await prefixOf(other));
});

test('each form of the program, on Node and as an executable, uses the copies and records of the other', async () => {
  const dry = ['build', './plugin', '--prefix', 't_{hash}', '--dry-run', '--json'];
  const prefixes = [];
  for (const tool of [toolCommand, toolOnNode]) {
    const { stdout } = await workspace.run(dry, { env: environment }, tool);
    prefixes.push((JSON.parse(stdout) as { prefix: string }).prefix);
  }
  assert.equal(prefixes[0], prefixes[1]);
});

test('a change made while a build runs causes another build', async () => {
  await settle();
  const changed = join(bin, 'changed');
  const linker = [
    '#!/bin/sh',
    `case "$*" in *-shared*) [ -e '${changed}' ] || echo 'var Late = 1' >> '${plugin('main.go')}'; touch '${changed}';; esac`,
    'exec gcc "$@"',
    '',
  ];
  writeFileSync(join(bin, 'cc-late'), linker.join('\n'), { mode: 0o755 });
  const env = { CC: join(bin, 'cc-late') };
  assert.equal(await rebuilds([], env), true);
  assert.match(readFileSync(plugin('main.go'), 'utf8'), /Late/);
  assert.equal(await rebuilds([], env), true);
});

test('a build with -x runs each time, even if nothing changed', async () => {
  assert.equal(await rebuilds(['--', '-x']), true);
  assert.equal(await rebuilds(['--', '-x']), true);
});
