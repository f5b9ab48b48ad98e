/** Packages that register with a shared package are shared with it if their versions are the host's, and reported before the build if not. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir } from '../../support/files.js';
import { run } from '../../support/process.js';
import { parseValid } from '../../support/validator.js';
import { setUp } from '../../support/setUp.js';
import { Sharing } from './sharing.js';

const REGISTRY = ['--keep', 'google.golang.org/grpc/encoding'];

let sharing: Sharing;
let host: string;
setUp(async () => {
  sharing = await Sharing.create();
  host = await sharing.plain(await sharing.source('codecs'), 'codecs');
});

test("a package that registers with a shared one is shared, too, if its version is the host's", async () => {
  const coded = await sharing.source('plugins/coded', 'coded');
  const options = [coded, '--host', host, ...REGISTRY];
  const file = await sharing.built('coded', options);
  assert.equal((await run(host, [file])).stdout, '1.0 1.0');
  const { stdout } = await sharing.tool([...options, '--dry-run', '--json']);
  const { packages } = parseValid('build', stdout) as { packages: { importPath: string; reason: string }[] };
  assert.equal(
    packages.find(({ importPath }) => importPath === 'example.com/codec')?.reason,
    'shared with the host: it registers with google.golang.org/grpc/encoding, which is shared',
  );
  // Without the registry there is nothing to share.
  const apart = await sharing.built(
    'apart',
    [coded, '--host', host],
    [
      /: google\.golang\.org\/grpc\/encoding\.GetCodec uses the variable google\.golang\.org\/grpc\/encoding\.codecs of the plugin's private copy; /,
    ],
  );
  assert.equal((await run(host, [apart])).stdout, '1.0 1.0');
});

test('a package that registers with a shared one is an error if its version differs, and nothing is built', async () => {
  const coded = await sharing.source('plugins/coded', 'newer');
  const goMod = readFileSync(join(coded, 'go.mod'), 'utf8').replace('codec v1.0.0', 'codec v1.1.0');
  await sharing.source('plugins/coded', 'newer', { 'go.mod': goMod });
  const output = sharing.path('out', 'twice.so');
  const { exitCode, stdout, stderr } = await sharing.tool([
    coded,
    '--host',
    host,
    ...REGISTRY,
    '-o',
    output,
    '--json',
  ]);
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    /codec\.go:6:15: example\.com\/codec v1\.1\.0 registers with google\.golang\.org\/grpc\/encoding\.RegisterCodec, which is kept, and the host's copy \(v1\.0\.0\) has already registered\n +why: .*the second registration panics or replaces the first\.\n +Share this package, too: --keep example\.com\/codec\. Or require the host's version, which is shared automatically: go get example\.com\/codec@v1\.0\.0\.$/,
  );
  parseValid('build', stdout);
  assert.equal(existsSync(output), false);

  // What it would come to: a copy under another path, built by plain go against the host's registry.
  const codec = readFileSync(
    join(fixtureDir('host/sharing/modules/example.com/codec@v1.1.0'), 'codec.go'),
    'utf8',
  );
  const main = readFileSync(join(coded, 'main.go'), 'utf8').replace(
    'example.com/codec',
    'example.com/plugins/coded/codec',
  );
  const unprotected = await sharing.source('plugins/coded', 'unprotected', {
    'codec/codec.go': codec,
    'main.go': main,
  });
  const file = await sharing.plain(unprotected, 'unprotected.so', ['-buildmode=plugin']);
  const died = await run(host, [file]);
  assert.equal(died.exitCode, 2);
  assert.match(died.stderr, /^panic: codec acme is already registered$/m);
});
