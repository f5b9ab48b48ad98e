/** What --host shares without further options: the host's own packages and exposed types, in each shape of host and plugin. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseValid } from '../../support/validator.js';
import { go } from '../../support/go.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Sharing } from './sharing.js';

// What session imports is shared with it, and the plugin's own code uses it, too.
const SESSION = 'session of "alice", text 1.0 and 1.0';
const OLDER =
  /^warning\[[\w-]+\]: the plugin requires example\.com\/text v1\.1\.0, but is compiled against the host's v1\.0\.0/;
const PRIVATE = /^warning\[[\w-]+\]: the plugin has private copies of packages of the host's main module: /;

/** What each plugin says in its host, then as a private copy, and what is shared. */
const SHAPES = {
  middleware: {
    says: SESSION,
    alone: /^session of "", text 1\.1 and 1\.1$/,
    shared: "sharing example.com/engine/session with the host: a package of the host's main module",
  },
  registers: {
    says: 'registered: text 1.1',
    alone: /^nothing found$/,
    shared: "sharing example.com/engine/registry with the host: a package of the host's main module",
  },
  inferred: {
    says: 'plugin impl with text 1.1',
    alone: /^unknown: \*\[\]api\.Plugin$/,
    shared: "sharing example.com/engine/api with the host: a package of the host's main module",
  },
  wrapped: {
    says: 'you: text 1.1',
    alone: /^unknown: \*func\(\) sdk\.Handler$/,
    shared: 'sharing example.com/sdk (v1.0.0) with the host: exported var New exposes its type Handler',
  },
};
type Shape = keyof typeof SHAPES;

let sharing: Sharing;
let engine: string;
let plain: string;
let trimmed: string;
const plugins = {} as Record<Shape, string>;
setUp(async () => {
  sharing = await Sharing.create();
  engine = await sharing.copy('sharing/modules/example.com/engine@v1.0.0', 'engine');
  await sharing.tidy(engine);
  plain = await sharing.plain(engine, 'plain');
  trimmed = await sharing.plain(engine, 'trimmed', ['-trimpath']);
  for (const name of Object.keys(SHAPES) as Shape[]) plugins[name] = await plugin(name, name);
});

/**
 * A copy of a plugin beside the host's source.
 * @param changes - path -> content.
 */
async function plugin(name: Shape, as: string, changes: Record<string, string> = {}): Promise<string> {
  const dir = await sharing.copy(`byDefault/plugins/${name}`, as, changes);
  await sharing.tidy(dir);
  return dir;
}

async function says(host: string, file: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(host, [file]);
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

/**
 * A build that must be refused.
 * @returns what it says.
 */
async function refused(exitCode: number, args: string[]): Promise<string> {
  const output = sharing.path('out', 'refused.so');
  const outcome = await sharing.tool([...args, '-o', output]);
  assert.equal(outcome.exitCode, exitCode, outcome.stderr);
  assert.equal(existsSync(output), false);
  return outcome.stderr;
}

for (const name of Object.keys(SHAPES) as Shape[]) {
  const shape = SHAPES[name];
  test(`build --host alone makes a plugin that works (${name}); plain, the host refuses it, and with --keep none types differ`, async () => {
    const dir = plugins[name];
    const flags = ['-buildmode=plugin', '-trimpath'];
    assert.match(
      await says(trimmed, await sharing.plain(dir, `${name}.plain.so`, flags)),
      /^refused: .*different version of package/,
    );

    const none = [dir, '--host', trimmed, '--keep', 'none'];
    const warnings =
      name === 'wrapped'
        ? [/^warning\[[\w-]+\]: .* result of lib\.Handlers/]
        : name === 'inferred'
          ? [PRIVATE, /^warning\[[\w-]+\]: .* exposes .*api\.Plugin/]
          : [PRIVATE];
    assert.match(await says(trimmed, await sharing.built(`${name}.none`, none, warnings)), shape.alone);

    for (const host of [trimmed, plain]) {
      const older = name === 'middleware' ? [OLDER] : [];
      const file = await sharing.built(`${name}.so`, [dir, '--host', host], older);
      assert.equal(await says(host, file), shape.says);
    }
  });
}

test('build --host shows each shared root on standard error, and its reason in all reports', async () => {
  for (const name of Object.keys(SHAPES) as Shape[]) {
    const { shared } = SHAPES[name];
    const [, importPath = '', why = ''] = /^sharing (\S+).* with the host: (.*)$/.exec(shared) ?? [];
    const { stdout, stderr } = await sharing.tool([plugins[name], '--host', trimmed, '--dry-run', '--json']);
    assert.deepEqual(
      stderr.split('\n').filter((line) => line.startsWith('sharing ')),
      [shared],
    );
    const { packages } = parseValid('build', stdout) as {
      packages: { importPath: string; reason: string }[];
    };
    const reason = `shared with the host: ${why}`;
    assert.equal(packages.find((pkg) => pkg.importPath === importPath)?.reason, reason);
    const listed = await sharing.tool([plugins[name], '--host', trimmed, '--dry-run']);
    assert.match(listed.stdout, new RegExp(`^${importPath}@v.*: ${why}\\)$`, 'm'));
    const explained = await runTool(['explain', plugins[name], importPath, '--host', trimmed], {
      cwd: sharing.dir,
      env: sharing.env,
    });
    assert(explained.stdout.startsWith(`${importPath} is kept: ${reason}\n`), explained.stdout);
  }
  const named = await sharing.tool([
    plugins.middleware,
    '--host',
    trimmed,
    '--keep',
    'example.com/engine/**',
    '--dry-run',
  ]);
  assert.doesNotMatch(named.stderr, /^sharing/m);
  const some = ['--keep', 'none', '--keep', 'example.com/engine/session'];
  const { stderr, stdout } = await sharing.tool([
    plugins.middleware,
    '--host',
    trimmed,
    ...some,
    '--dry-run',
  ]);
  assert.doesNotMatch(stderr, /^sharing/m);
  assert.match(
    stdout,
    /^example\.com\/engine\/session@v0\.0\.0 -> example\.com\/engine\/session \(the host's\)$/m,
  );
});

test('build with a manifest of the host and --host-src shares packages', async () => {
  const manifest = sharing.path('engine.json');
  assert.equal((await runTool(['host', plain, '-o', manifest], { cwd: sharing.dir })).exitCode, 0);
  assert.equal(
    await says(plain, await sharing.built('of-manifest', [plugins.middleware, '--host', manifest], [OLDER])),
    SESSION,
  );
  const ofSource = await sharing.built(
    'of-source',
    [plugins.middleware, '--host', engine],
    [OLDER, /versions are known/],
  );
  assert.equal(await says(plain, ofSource), SESSION);
});

test('--rename conflicts shares the exchanged packages as well', async () => {
  for (const host of [trimmed, plain]) {
    const file = await sharing.built(
      'conflicts',
      [plugins.middleware, '--host', host, '--rename', 'conflicts'],
      [OLDER],
    );
    assert.equal(await says(host, file), SESSION);
  }
});

/** The engine's unchanged source and a plugin in one workspace, where the plugin's version of text is in force. */
async function workspace(as: string): Promise<string> {
  cpSync(engine, sharing.path(as, 'engine'), { recursive: true });
  const goMod = 'module example.com/plugins/middleware\n\ngo 1.21\n\nrequire example.com/text v1.1.0\n';
  const dir = await sharing.copy('byDefault/plugins/middleware', join(as, 'plugin'), { 'go.mod': goMod });
  await go(sharing.path(as), ['work', 'init', './engine', './plugin'], sharing.env);
  await go(dir, ['mod', 'download', 'example.com/text'], sharing.env);
  return dir;
}

test("build --host of a workspace whose members include the host's modules uses them as the host built them", async () => {
  const dir = await workspace('work');
  const inside = sharing.path('work', 'engine');
  const sources: [string, string[]][] = [
    ['work', []],
    ['work-conflicts', ['--rename', 'conflicts']],
    ['work-source', ['--host-src', inside]],
  ];
  for (const [name, options] of sources)
    assert.equal(
      await says(trimmed, await sharing.built(name, [dir, '--host', trimmed, ...options], [OLDER])),
      SESSION,
    );

  // Without -trimpath positions hold the directory, and this is a copy.
  const elsewhere = await refused(2, [dir, '--host', plain]);
  assert.match(
    elsewhere,
    /example\.com\/engine\/session is in example\.com\/engine, which is the host's own main module/,
  );
  assert(
    elsewhere.includes(
      `--host-src DIR, the directory of its go.mod; the host's file table names ${engine} for it`,
    ),
  );
  assert.match(elsewhere, /The plugin's build finds it in work\/engine, which is a different directory\./);
});

test('build --host works for a host with several main modules, in one workspace with the plugin', async () => {
  const dir = await workspace('several');
  const root = sharing.path('several');
  mkdirSync(join(root, 'local'));
  writeFileSync(join(root, 'local/go.mod'), 'module example.com/local\n\ngo 1.21\n');
  writeFileSync(
    join(root, 'local/local.go'),
    'package local\n\n// Name is said.\nconst Name = "local"\n\nvar Count int\n',
  );
  writeFileSync(
    join(root, 'engine/local.go'),
    'package main\n\nimport "example.com/local"\n\nfunc init() { local.Count = 41 }\n',
  );
  // The host is built before the plugin joins.
  writeFileSync(join(root, 'go.work'), 'go 1.22\n\nuse (\n\t./engine\n\t./local\n)\n');
  const host = await sharing.plain(join(root, 'engine'), 'several', ['-trimpath']);
  writeFileSync(join(root, 'go.work'), 'go 1.22\n\nuse (\n\t./engine\n\t./local\n\t./plugin\n)\n');
  writeFileSync(
    join(dir, 'main.go'),
    'package main\n\nimport (\n\t"context"\n\t"fmt"\n\n\t"example.com/engine/session"\n\t"example.com/local"\n\t"example.com/text"\n)\n\n' +
      'func Middleware(c context.Context) string {\n\tlocal.Count++\n\tversion, _ := text.Version()\n\treturn fmt.Sprint(session.Of(c), " ", local.Count, " ", version)\n}\n\nfunc main() {}\n',
  );
  const file = await sharing.built('several', [dir, '--host', host], [OLDER]);
  assert.equal(await says(host, file), 'alice 42 1.0');
});

test('build --host accepts a host given as a required module version', async () => {
  const goMod =
    'module example.com/plugins/middleware\n\ngo 1.21\n\nrequire (\n\texample.com/engine v1.0.0\n\texample.com/text v1.1.0\n)\n';
  const dir = await plugin('middleware', 'required', { 'go.mod': goMod });
  assert.equal(
    await says(trimmed, await sharing.built('required', [dir, '--host', trimmed], [OLDER])),
    SESSION,
  );
  await go(dir, ['mod', 'vendor'], sharing.env);
  assert.equal(
    await says(trimmed, await sharing.built('required-vendored', [dir, '--host', trimmed], [OLDER])),
    SESSION,
  );
});

test('build --host works for a vendored plugin', async () => {
  const dir = await plugin('middleware', 'vendored');
  await go(dir, ['mod', 'vendor'], sharing.env);
  for (const host of [trimmed, plain])
    assert.equal(await says(host, await sharing.built('vendored', [dir, '--host', host], [OLDER])), SESSION);
});

test("build --host: a library between plugin and shared package gets the host's version of what that imports", async () => {
  const goMod =
    'module example.com/plugins/middleware\n\ngo 1.21\n\nrequire (\n\texample.com/engine v1.0.0\n\texample.com/mid v1.0.0\n)\n\nreplace example.com/engine => ../engine\n';
  const main =
    'package main\n\nimport (\n\t"context"\n\n\t"example.com/mid"\n)\n\nfunc Middleware(c context.Context) string {\n\tuser, text := mid.User(c)\n\treturn user + " " + text\n}\n\nfunc main() {}\n';
  const dir = await plugin('middleware', 'between', { 'go.mod': goMod, 'main.go': main });
  for (const options of [[], ['--rename', 'conflicts']])
    assert.equal(
      await says(trimmed, await sharing.built('between', [dir, '--host', trimmed, ...options])),
      'alice 1.1',
    );
});

test("a package that the host does not link is taken from the host's source", async () => {
  const main =
    'package main\n\nimport (\n\t"context"\n\n\t"example.com/engine/session"\n\t"example.com/engine/unlinked"\n\t"example.com/text"\n)\n\n' +
    'func Middleware(c context.Context) string {\n\tversion, _ := text.Version()\n\treturn session.Of(c) + " " + unlinked.Text() + " " + version\n}\n\nfunc main() {}\n';
  const dir = await plugin('middleware', 'beside', { 'main.go': main });
  assert.equal(
    await says(trimmed, await sharing.built('beside', [dir, '--host', trimmed], [OLDER])),
    'alice 1.0 1.0',
  );
  // As a member of one workspace, too, where it would be the plugin's own otherwise.
  const member = await workspace('beside-work');
  cpSync(join(dir, 'main.go'), join(member, 'main.go'));
  const file = await sharing.built('beside-work', [member, '--host', trimmed], [OLDER]);
  assert.equal(await says(trimmed, file), 'alice 1.0 1.0');
  const { stdout } = await sharing.tool([member, '--host', trimmed, '--dry-run']);
  assert.match(stdout, /^example\.com\/engine\/unlinked -> example\.com\/engine\/unlinked /m);
});

test('a host source of another revision is refused, with the revision that was built', async () => {
  const repository = sharing.path('repository');
  cpSync(engine, join(repository, 'engine'), { recursive: true });
  const git = async (...args: string[]): Promise<Outcome> =>
    run('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.com', ...args], { cwd: repository });
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['commit', '-q', '-m', 'first'],
  ])
    assert.equal((await git(...args)).exitCode, 0);
  const { stdout: revision } = await git('rev-parse', '--short=12', 'HEAD');
  const source = join(repository, 'engine');
  const host = await sharing.plain(source, 'versioned', ['-trimpath', '-buildvcs=true']);
  const dir = await sharing.copy('byDefault/plugins/middleware', 'repository/middleware');
  await sharing.tidy(dir);
  const { stderr } = await sharing.tool([dir, '--host', host, '-o', sharing.path('out', 'versioned.so')]);
  assert.equal(
    stderr.split('\n')[0],
    `sharing example.com/engine/session (revision ${revision}) with the host: a package of the host's main module`,
  );

  appendFileSync(join(source, 'session/session.go'), '\n// Changed is new.\nfunc Changed() {}\n');
  const message = `error[host-source-differs]: compiled from different source than the host was built from (revision ${revision}): example.com/engine/session; the source is repository/engine`;
  for (const options of [[], ['--rename', 'conflicts'], ['--host-src', source]])
    assert(
      (await refused(1, [dir, '--host', host, ...options])).includes(
        `${message}\n    why: plugin.Open compares the hashes of shared packages, and refuses the plugin if one differs.\n    Pass the source of example.com/engine that the host was built from: --host-src DIR`,
      ),
    );
  // What the host was built from, elsewhere.
  const rescued = await sharing.built('rescued', [dir, '--host', host, '--host-src', engine], [OLDER]);
  assert.equal(await says(host, rescued), SESSION);

  writeFileSync(join(source, 'session/session.go'), 'package renamed\n');
  assert.match(await refused(2, [dir, '--host', host, '--host-src', source]), /session/);
});

test("without the host's source the plugin is refused, whatever is renamed", async () => {
  const dir = await plugin('middleware', 'stub', {
    'go.mod':
      'module example.com/plugins/middleware\n\ngo 1.21\n\nrequire (\n\texample.com/engine v0.0.0\n\texample.com/text v1.1.0\n)\n\nreplace example.com/engine => ./stub\n',
    'stub/go.mod': 'module example.com/engine\n\ngo 1.21\n',
    'stub/session/session.go':
      'package session\n\nimport "context"\n\nfunc Of(context.Context) string { return "" }\n\nfunc Text() string { return "" }\n',
  });
  for (const options of [[], ['--rename', 'conflicts']]) {
    assert.match(
      await refused(1, [dir, '--host', trimmed, ...options]),
      /^error\[[\w-]+\]: compiled from different source than the host was built from: example\.com\/engine\/session; /m,
    );
    assert.match(
      await refused(2, [dir, '--host', plain, ...options]),
      /example\.com\/engine\/session is in .*\nPass the source .*--host-src DIR/,
    );
  }
});

test("a compile error against the host's older version names that version", async () => {
  const goMod =
    'module example.com/plugins/wrapped\n\ngo 1.22\n\nrequire example.com/sdk v1.1.0\n\nrequire example.com/base v1.1.0 // indirect\n';
  const main =
    'package main\n\nimport "example.com/sdk"\n\nfunc New() sdk.Handler { return func(*sdk.Context) string { return sdk.Newer() } }\n\nfunc main() {}\n';
  const dir = await plugin('wrapped', 'too-new', { 'go.mod': goMod, 'main.go': main });
  const said = await refused(2, [dir, '--host', trimmed]);
  assert.match(said, /undefined: sdk\.Newer/);
  assert.match(
    said,
    /^The plugin's own code is compiled against the host's versions: example\.com\/sdk v1\.0\.0 \(the plugin requires v1\.1\.0\)\. .*--keep none/m,
  );
});

test("an SDK that the host replaces by a directory is taken from the plugin's own replacement", async () => {
  const root = sharing.path('monorepo');
  mkdirSync(join(root, 'sdk'), { recursive: true });
  const files: Record<string, string> = {
    'sdk/go.mod': 'module example.com/ownsdk\n\ngo 1.21\n',
    'sdk/sdk.go': 'package ownsdk\n\ntype Answer struct{ Text string }\n',
    'host/go.mod':
      'module example.com/monorepo\n\ngo 1.21\n\nrequire (\n\texample.com/ownsdk v0.0.0\n\texample.com/text v1.0.0\n)\n\nreplace example.com/ownsdk => ../sdk\n',
    'host/main.go':
      'package main\n\nimport (\n\t"fmt"\n\t"os"\n\t"plugin"\n\n\t"example.com/ownsdk"\n\t_ "example.com/text"\n)\n\nfunc main() {\n\tp, err := plugin.Open(os.Args[1])\n\tif err != nil {\n\t\tfmt.Println(err)\n\t\treturn\n\t}\n\tf, _ := p.Lookup("New")\n\tif create, ok := f.(func() ownsdk.Answer); ok {\n\t\tfmt.Println(create().Text)\n\t} else {\n\t\tfmt.Printf("unknown: %T\\n", f)\n\t}\n}\n',
    'plugin/go.mod':
      'module example.com/plugins/ofsdk\n\ngo 1.21\n\nrequire (\n\texample.com/ownsdk v0.0.0\n\texample.com/text v1.1.0\n)\n\nreplace example.com/ownsdk => ../sdk\n',
    'plugin/main.go':
      'package main\n\nimport (\n\t"example.com/ownsdk"\n\t"example.com/text"\n)\n\nfunc New() ownsdk.Answer {\n\tversion, _ := text.Version()\n\treturn ownsdk.Answer{Text: "text " + version}\n}\n\nfunc main() {}\n',
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  for (const dir of ['host', 'plugin']) await sharing.tidy(join(root, dir));
  for (const flags of [['-trimpath'], []]) {
    const host = await sharing.plain(join(root, 'host'), 'monorepo', flags);
    for (const options of [[], ['--keep', 'none', '--rename', 'conflicts']])
      assert.equal(
        await says(host, await sharing.built('ofsdk', [join(root, 'plugin'), '--host', host, ...options])),
        'text 1.1',
      );
  }
});
