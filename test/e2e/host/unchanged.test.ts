/** An up-to-date build with --host is not repeated; a change of the host, or of what is shared with it, causes a build. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { settle, tempDir } from '../../support/files.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Sharing } from './sharing.js';

let sharing: Sharing;
let tree: string;
let source: string;
let plugin: string;
let host: string;
let output: string;
let manifest: string;
const bin = tempDir();

setUp(async () => {
  sharing = await Sharing.create();
  tree = await sharing.copy('sdk', 'tree');
  source = join(tree, 'host');
  plugin = join(tree, 'plugin');
  await sharing.tidy(source);
  await sharing.tidy(plugin);
  host = await sharing.plain(source, 'host');
  output = sharing.path('out', 'plugin.so');
  manifest = sharing.path('out', 'host.json');
  const written = await runTool(['host', host, '-o', manifest], { cwd: sharing.dir, env: sharing.env });
  assert.equal(written.exitCode, 0, written.stderr);
});

/** Whether the output has been written anew; it appears by rename, as another inode. */
async function builds(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ built: boolean; stderr: string }> {
  const before = statSync(output, { throwIfNoEntry: false })?.ino;
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const { exitCode, stderr } = await sharing.tool([plugin, '-o', output, ...args], { PATH: path, ...env });
  assert.equal(exitCode, 0, stderr);
  return { built: statSync(output).ino !== before, stderr };
}

const appended =
  (text: string, ...names: string[]) =>
  (): void => {
    appendFileSync(join(tree, ...names), text);
  };

const replaced = (file: () => string) => (): void => {
  copyFileSync(file(), `${file()}.new`);
  renameSync(`${file()}.new`, file());
};

const COMMENT = '\n// a comment\n';

const changes: Record<string, () => void> = {
  'the host': replaced(() => host),
  'a source of a shared package': appended(COMMENT, 'host', 'api', 'api.go'),
  'a new file beside it': () => {
    writeFileSync(join(source, 'api', 'new.h'), '// a header\n');
  },
  "the host's go.mod": appended(COMMENT, 'host', 'go.mod'),
  "the host's go.sum": appended(
    'example.com/other v1.0.0/go.mod h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    'host',
    'go.sum',
  ),
  'a shared package of the module cache': () => {
    const file = join(sharing.env['GOMODCACHE'] ?? '', 'example.com', 'text@v1.0.0', 'text.go');
    chmodSync(file, 0o644);
    utimesSync(file, 1_000_000_000, 1_000_000_000);
  },
  'the go.mod of a module that the host replaces by a directory': appended(COMMENT, 'local', 'go.mod'),
  'a source of that module': appended(COMMENT, 'local', 'local.go'),
  'another C compiler, earlier on the PATH': () => {
    writeFileSync(join(bin, 'gcc'), '#!/bin/sh\nexec /usr/bin/gcc "$@"\n', { mode: 0o755 });
  },
  'that C compiler, changed': () => {
    appendFileSync(join(bin, 'gcc'), '# a comment\n');
  },
  'a go.work beside it': () => {
    writeFileSync(join(source, 'go.work'), 'go 1.22\n\nuse .\n');
  },
};

const ARGS = (): string[] => [
  '--host',
  host,
  '--host-src',
  source,
  '--keep',
  'example.com/{monolith/api,text}',
];

test('build --host of an up-to-date plugin writes nothing, and shows again what is shared', async () => {
  // What a build has to download counts as changed while it ran, and what `before` has downloaded is gone with it.
  await builds(ARGS());
  await settle();
  rmSync(output);
  const first = await builds(ARGS());
  assert.equal(first.built, true);
  const again = await builds(ARGS());
  assert.equal(again.built, false);
  assert.equal(again.stderr, first.stderr);
});

for (const [what, change] of Object.entries(changes)) {
  test(`a changed input causes one build --host: ${what}`, async () => {
    change();
    await settle();
    assert.equal((await builds(ARGS())).built, true);
    assert.equal((await builds(ARGS())).built, false, 'afterwards');
  });
}

test('a manifest, a directory and a version of the host are inputs, too; @latest may be another one each time', async () => {
  const version = 'example.com/engine@v1.0.0';
  const changing: [args: string[], change: (() => void) | undefined][] = [
    [['--host', manifest, '--host-src', source], replaced(() => manifest)],
    [['--host', source], appended(COMMENT, 'host', 'plugins', 'words', 'words.go')],
    [['--host', version, '--keep', 'none'], undefined],
  ];
  for (const [args, change] of changing) {
    await builds(args);
    await settle();
    rmSync(output);
    const first = await builds(args);
    assert.deepEqual(await builds(args), { built: false, stderr: first.stderr }, args.join(' '));
    if (change === undefined) continue;
    change();
    await settle();
    assert.equal((await builds(args)).built, true, `${args.join(' ')}, changed`);
    assert.equal((await builds(args)).built, false, `${args.join(' ')}, afterwards`);
  }
  const latest = ['--host', 'example.com/engine@latest', '--keep', 'none'];
  await builds(latest);
  assert.equal((await builds(latest)).built, true);
});
