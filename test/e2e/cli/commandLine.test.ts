/** The command line itself: what it refuses, what it prints, what it loads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectDir } from '../../support/files.js';
import { toolOnNode } from '../../support/process.js';
import { Workspace } from './workspace.js';

const help = '\nSee `gorename-plugin --help`, or `gorename-plugin COMMAND --help`.';
const helpOf = (command: string): string => `
See \`gorename-plugin ${command} --help\`.`;
const behind = (line: string): string => `
Pass go build flags after \`--\`: gorename-plugin ${line}`;

const refusals: [commandLine: string, message: string][] = [
  ['', `no command given${help}`],
  ['--foo', `unknown flag --foo${help}`],
  [
    'biuld plugin',
    'unknown command biuld\nDid you mean build? See `gorename-plugin --help`, or `gorename-plugin COMMAND --help`.',
  ],
  ['cache dri', `unknown command dri\nDid you mean dir? ${help.trimStart()}`],
  ['cache', `no command given${helpOf('cache')}`],
  ['cache dir x', `unexpected argument x${helpOf('cache')}`],
  ['frobnicate', `unknown command frobnicate${help}`],
  [
    'build',
    '. is not in a Go module: there is no go.mod in it or in a parent directory\nRun `go mod init example.com/name` in it, then `go mod tidy`.',
  ],
  ['build --keeps x', `unknown flag --keeps\nDid you mean --keep? ${helpOf('build').trimStart()}`],
  ['rewrite plugin --otu x', `unknown flag --otu\nDid you mean --out? ${helpOf('rewrite').trimStart()}`],
  [
    'cache dir --work-di x',
    `unknown flag --work-di\nDid you mean --work-dir? ${helpOf('cache').trimStart()}`,
  ],
  ['verify -trimpath x.so', `unknown flag -trimpath${helpOf('verify')}`],
  [
    'build plugin --rename conflict',
    '--rename conflict: unknown value\nDid you mean conflicts? The values are all, conflicts.',
  ],
  [
    'build -tags prod plugin -o x.so -trimpath -- -race',
    `-tags is a flag of go build${behind('build plugin -o x.so -- -tags prod -trimpath -race')}`,
  ],
  ['build --foo plugin', `unknown flag --foo${helpOf('build')}`],
  ['build plugin --foo=x', `unknown flag --foo${helpOf('build')}`],
  ['build plugin -z', `unknown flag -z${helpOf('build')}`],
  ['rewrite --foo plugin --out x', `unknown flag --foo${helpOf('rewrite')}`],
  ['verify --foo x.so', `unknown flag --foo${helpOf('verify')}`],
  ['doctor plugin', `unexpected argument plugin${helpOf('doctor')}`],
  ['rewrite plugin other --out x', `unexpected argument other${helpOf('rewrite')}`],
  [
    'rewrite plugin',
    'missing argument: a directory for the renamed tree, with --out\nFor example: gorename-plugin rewrite ./plugin1 --out ./renamed',
  ],
  [
    'rewrite --out x',
    "missing argument: the directory of the plugin's main package\nFor example: gorename-plugin rewrite ./plugin1 --out ./renamed",
  ],
  ['verify', 'missing argument: a built plugin\nFor example: gorename-plugin verify ./plugin1.so'],
  ['probe', 'missing argument: a built plugin\nFor example: gorename-plugin probe ./plugin1.so'],
  ['probe x.so --host', `--host needs a value${helpOf('probe')}`],
  ['build plugin -o', `-o needs a value${helpOf('build')}`],
  ['build plugin --prefix', `--prefix needs a value${helpOf('build')}`],
  ['-v build plugin', '-v is before the command\nOptions follow it: gorename-plugin build -v plugin'],
  ['-trimpath build plugin', `-trimpath is a flag of go build${behind('build plugin -- -trimpath')}`],
  ['completion zhs', 'no completion for the shell zhs\nDid you mean zsh? The shells are bash, zsh, fish.'],
  // Flags of the go command in the wrong place; yargs alone would take -trimpath for -t … -h and print help.
  ['build plugin -trimpath', `-trimpath is a flag of go build${behind('build plugin -- -trimpath')}`],
  ['build plugin -tags prod', `-tags is a flag of go build${behind('build plugin -- -tags prod')}`],
  ['build plugin --ldflags=-s', `--ldflags is a flag of go build${behind('build plugin -- --ldflags=-s')}`],
  [
    'build plugin -- -foo',
    'go build has no flag -foo\n`go help build` lists the flags that may follow `--`.',
  ],
  [
    'build plugin -- ./other',
    '"./other" after `--` is not a flag of go build\nName plugin directories before the `--`: gorename-plugin build DIR... -- FLAGS.',
  ],
  [
    'build plugin -- -o x',
    '-o cannot be passed to go build here\nName the output before the `--`: gorename-plugin build DIR -o FILE.',
  ],
  ['build plugin -- -tags', 'flag -tags needs a value\nWrite -tags=VALUE.'],
  [
    'build plugin other -o x.so',
    '-o x.so is one file, but there are several plugins\nUse -o x.so/ for a directory.',
  ],
  [
    "build 'pl*/x*'",
    'pl*/x* matches no directory with a main package\nQuote the pattern so that the shell does not expand it, and check it with ls.',
  ],
];

for (const [commandLine, message] of refusals) {
  test(`gorename-plugin ${commandLine} is refused`, async () => {
    const workspace = Workspace.of('hello');
    const words = commandLine.split(' ').map((word) => word.replaceAll("'", ''));
    assert.equal(await workspace.refused(commandLine === '' ? [] : words), message);
  });
}

test('an unknown build mode is refused, with a list of the known ones', async () => {
  const workspace = Workspace.of('hello');
  const message = await workspace.refused(['build', 'plugin', '--buildmode', 'pie']);
  assert.match(
    message,
    /^--buildmode pie: unknown value\nThe values are plugin, c-shared, c-archive, exe\.$/,
  );
});

test('build without a directory builds the current one, ./... all main packages below, and an import path that package', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/second/main.go': 'package main\n\nfunc Answer() string { return "" }\n',
  });
  const cwd = workspace.path('plugin');
  const mainOf = async (...args: string[]): Promise<string[]> => {
    const plan = await workspace.done(['build', ...args, '--dry-run'], { cwd });
    return plan.match(/^example\.com\/hello\/plugin(\/second)?(?= -> )/gm) ?? [];
  };
  assert.deepEqual(await mainOf(), ['example.com/hello/plugin']);
  assert.deepEqual(await mainOf('./...'), ['example.com/hello/plugin', 'example.com/hello/plugin/second']);
  assert.deepEqual(await mainOf('example.com/hello/plugin/second'), ['example.com/hello/plugin/second']);
  assert.match(
    await workspace.refused(['build', 'example.com/dep'], { cwd }),
    /^example\.com\/dep is not in the module of the current directory\n/,
  );
  assert.match(
    await workspace.refused(['build', 'example.com/hello/plugin/nowhere'], { cwd }),
    /^example\.com\/hello\/plugin\/nowhere: no such directory\n/,
  );
  assert.equal(
    await workspace.refused(['build', './greet/...'], { cwd }),
    './greet/... matches no main package\n`go list ./greet/...` lists the packages that it matches.',
  );
});

for (const prefix of ['', 'a-b', 'a/b', 'a.b', 'fmt', '_', 'ä', '{nope}', 't_{time', 'a b']) {
  test(`--prefix '${prefix}' is refused`, async () => {
    const workspace = Workspace.of('hello');
    const message = await workspace.refused(['build', 'plugin', '--prefix', prefix]);
    assert.match(
      message,
      /^--prefix .* is not valid\nA prefix may contain only letters, digits and _, .*the default is t_\{time\}_\{hash\}\.$/,
    );
    assert.ok(message.startsWith(`--prefix ${prefix} is`));
  });
}

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  assert.equal(await Workspace.of('hello').done(['--version']), version);
});

for (const [command, ...options] of [
  [
    'build',
    '--output',
    '--prefix',
    '--work-dir',
    '--buildmode',
    '--dry-run',
    '--jobs',
    '--json',
    '--verbose',
    '--quiet',
    '--host',
    '--host-src',
    '--keep',
    '--rename',
    '--no-isolate',
    '--isolate-own',
    '--build-info',
    '--watch',
    '--config',
    '--sarif',
    '--sbom',
    '--report',
    '--graph',
    '--depfile',
    '--allow',
    '--strict',
  ],
  [
    'rewrite',
    '--out',
    '--tests',
    '--prefix',
    '--work-dir',
    '--buildmode',
    '--host',
    '--host-src',
    '--keep',
    '--rename',
    '--no-isolate',
    '--isolate-own',
    '--config',
    '--json',
    '--sarif',
    '--verbose',
    '--allow',
    '--strict',
  ],
  [
    'verify',
    '--host',
    '--glibc',
    '--config',
    '--report',
    '--json',
    '--sarif',
    '--verbose',
    '--allow',
    '--strict',
  ],
  [
    'probe',
    '--host',
    '--host-src',
    '--timeout',
    '--config',
    '--work-dir',
    '--json',
    '--sarif',
    '--verbose',
    '--allow',
    '--strict',
  ],
  [
    'explain',
    '--host',
    '--host-src',
    '--keep',
    '--rename',
    '--prefix',
    '--no-isolate',
    '--isolate-own',
    '--config',
    '--work-dir',
    '--buildmode',
    '--report',
    '--graph',
    '--json',
    '--sarif',
    '--verbose',
    '--allow',
    '--strict',
  ],
  [
    'inspect',
    '--host',
    '--host-src',
    '--keep',
    '--rename',
    '--prefix',
    '--buildmode',
    '--config',
    '--no-isolate',
    '--isolate-own',
    '--work-dir',
  ],
  ['clean', '--older-than', '--work-dir'],
  ['doctor', '--json'],
  ['version', '--json'],
  ['paths', '--dlv', '--vscode', '--work-dir'],
  ['trace', '--plugin', '--work-dir'],
  ['init'],
  ['makefile'],
] as [string, ...string[]][]) {
  test(`${command} --help shows its options and nothing else`, async () => {
    const workspace = Workspace.of('hello');
    const text = await workspace.done([command, '--help']);
    assert.match(text, new RegExp(`^gorename-plugin ${command}\\b`));
    const listed = [...text.matchAll(/^ {2,6}(?:-\w, )?(--[\w-]+) {2}/gm)].map((match) => match[1]);
    assert.deepEqual(listed.sort(), [...options, '--help', '--version'].sort());
  });
}

test('--help lists the commands, in English whatever the locale', async () => {
  const workspace = Workspace.of('hello');
  const { stdout } = await workspace.run(['--help'], { env: { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } });
  for (const command of ['build', 'rewrite', 'verify', 'explain', 'doctor']) {
    assert.match(stdout, new RegExp(`^ {2}gorename-plugin ${command} .*  [A-Z]`, 'm'));
  }
  assert.match(stdout, /Show version number/);
});

test('shell completion offers the commands, and the options of each', async () => {
  const workspace = Workspace.of('hello');
  assert.match(await workspace.done(['completion']), /^complete .* gorename-plugin$/m);
  const completions = async (...words: string[]): Promise<string[]> =>
    (await workspace.done(['--get-yargs-completions', 'gorename-plugin', ...words])).split('\n');
  assert.ok((await completions('ex')).includes('explain'));
  assert.ok((await completions('build', '--ke')).includes('--keep'));
  assert.ok(!(await completions('verify', '--ke')).includes('--keep'));
  assert.ok((await completions('build', '-')).includes('-o'));
  assert.deepEqual(await completions('build', './plugin', '--keep', 'ex'), ['example.com/dep']);
  assert.deepEqual(await completions('explain', './plugin', 'example.com/hello'), [
    'example.com/hello/plugin',
    'example.com/hello/plugin/greet',
  ]);
  assert.deepEqual(await completions('inspect', 'plugin/main.go', '--keep', 'ex'), ['example.com/dep']);
  assert.deepEqual(await completions('build', './plugin', '--keep=ex'), ['--keep=example.com/dep']);
  assert.deepEqual(await completions('build', '--keep', 'x', '--allow', 'own-'), ['own-registration']);
  assert.deepEqual(await completions('explain', '-v', './plugin', 'example.com/d'), ['example.com/dep']);
  assert.deepEqual(await completions('build', '--no-isolate', './plugin', '--keep', 'ex'), [
    'example.com/dep',
  ]);
  // Then a shell completes names of files.
  for (const words of [
    ['build', ''],
    ['verify', ''],
    ['build', '--host', ''],
    ['build', '-o', 'x', '--watch', 'p'],
  ])
    assert.deepEqual(await completions(...words), [''], words.join(' '));
  assert.match(await workspace.done(['completion', 'fish']), /^complete .*-c gorename-plugin/m);
  assert.match(await workspace.done(['completion', 'zsh']), /^#compdef gorename-plugin$/m);
  const topics = await completions('help', '');
  for (const topic of ['keep-unused', 'findings', 'verify']) assert.ok(topics.includes(topic), topic);
});

test('--version, --help and refused command lines load neither tree-sitter nor what starts programs', async () => {
  const workspace = Workspace.of('hello');
  const heavy = /node_modules\/(tree-sitter|execa|fast-glob)\//;
  const loads = async (...args: string[]): Promise<string> => {
    const { stderr } = await workspace.run(args, { env: { NODE_DEBUG: 'esm,module' } }, toolOnNode);
    // The compiled files name in comments what they were made of.
    const compiled = new Set(stderr.match(/(?<=file:\/\/)[^\s'"]+\/dist\/cli\/[^\s'"]+\.js/g));
    const parts = [...compiled].map((file) => readFileSync(file, 'utf8').match(/^\/\/ \S+\.m?js$/gm) ?? []);
    return [stderr, ...parts.flat()].join('\n');
  };
  for (const args of [
    ['--version'],
    ['--help'],
    ['build', '--help'],
    ['verify', '--help'],
    ['probe', '--help'],
    ['build', '--foo'],
  ]) {
    const modules = await loads(...args);
    assert.match(modules, /node_modules\/yargs\//);
    assert.doesNotMatch(modules, heavy);
  }
  assert.match(await loads('build', 'nowhere'), heavy);
});
