/** Ten builders make 100 plugins with one shared build cache, whose server is killed meanwhile: no plugin is wrong. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pLimit from 'p-limit';
import { CacheServer, separate } from '../../support/cacheServer.js';
import { fixtureDir, tempDir } from '../../support/files.js';
import { buildLoader } from '../../support/go.js';
import { runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const BUILDERS = 10;
const PLUGINS = 10;
/** Builders at a time. */
const TOGETHER = 3;

let server: CacheServer;
setUp(async () => {
  server = await CacheServer.start();
});
after(() => server.kill());

const nameOf = (builder: number, plugin: number): string => `p${builder}${plugin}`;

/** A machine with the sources of all plugins, which builds ten of them. */
class Builder {
  readonly home = tempDir();
  readonly output = join(this.home, 'out');
  readonly #source = join(this.home, 'source');

  constructor(readonly number: number) {
    cpSync(fixtureDir('systems/plugin1'), this.#source, { recursive: true });
    for (const name of this.names()) {
      const source = `package main

import "github.com/tidwall/gjson"

func Answer() string { return gjson.Get(\`{"name":"${name}"}\`, "name").String() }

func main() {}
`;
      mkdirSync(join(this.#source, name));
      writeFileSync(join(this.#source, name, 'main.go'), source);
    }
  }

  names(): string[] {
    return Array.from({ length: PLUGINS }, (_, plugin) => nameOf(this.number, plugin));
  }

  files(): string[] {
    return this.names().map((name) => join(this.output, `${name}.so`));
  }

  build(env = server.machine(this.home)): Promise<Outcome> {
    const plugins = this.names().map((name) => `./${name}`);
    const args = [
      'build',
      ...plugins,
      '--prefix',
      't_{hash}',
      '-o',
      `${this.output}/`,
      '--',
      '-trimpath',
      '-v',
    ];
    return runTool(args, { cwd: this.#source, env });
  }
}

/** Packages outside of main that were compiled. */
function compiledLibraries({ stderr }: Outcome): string[] {
  return stderr.split('\n').filter((line) => /^[\w./@-]+$/.test(line) && !/\/p\d\d$/.test(line));
}

test('100 plugins of ten builders are right although the server is killed', async (t) => {
  const builders = Array.from({ length: BUILDERS }, (_, number) => new Builder(number));
  const [first, ...others] = builders;
  assert.ok(first);
  const filled = await first.build();
  assert.equal(filled.exitCode, 0, filled.stderr);
  assert.ok(compiledLibraries(filled).includes('runtime'));

  const limit = pLimit(TOGETHER);
  let started = 0;
  const outcomes = await Promise.all(
    others.map((builder) =>
      limit(async () => {
        started++;
        // In the middle: some have built all, some are building, some have not begun.
        if (started === 6) setTimeout(() => void server.kill(), 1500);
        return { builder, outcome: await builder.build() };
      }),
    ),
  );
  const failed = outcomes.filter(({ outcome }) => outcome.exitCode !== 0);
  t.diagnostic(`${String(failed.length)} of ${String(others.length)} builders failed without the server`);
  assert.ok(failed.length > 0 && failed.length < others.length);
  for (const { builder, outcome } of outcomes) {
    if (outcome.exitCode === 0) {
      assert.deepEqual(compiledLibraries(outcome), []);
      continue;
    }
    assert.equal(outcome.exitCode, 2, outcome.stderr);
    assert.match(outcome.stderr, /\(GOCACHEPROG\) failed: check it and its server/);
    // What is there is whole: it is loaded below, as a file that was not written again.
    const left = existsSync(builder.output) ? readdirSync(builder.output) : [];
    assert.deepEqual(
      left.filter((name) => !/^p\d\d\.so$/.test(name)),
      [],
    );
  }
  const loader = await buildLoader([], ['-trimpath']);
  const load = async (files: string[]): Promise<void> => {
    const answers = (await loader(files)).map(({ answer, error }) => answer ?? error);
    assert.deepEqual(
      answers,
      files.map((file) => /p\d\d/.exec(file)?.[0]),
    );
  };
  const whole = builders.flatMap((builder) => builder.files()).filter((file) => existsSync(file));
  await load(whole);

  await server.restart();
  for (const { builder } of failed) {
    const { exitCode, stderr } = await builder.build();
    assert.equal(exitCode, 0, stderr);
  }
  await load(builders.flatMap((builder) => builder.files()));

  // A machine that shares nothing writes the same bytes.
  const alone = new Builder(BUILDERS - 1);
  const { exitCode, stderr } = await alone.build(separate(alone.home));
  assert.equal(exitCode, 0, stderr);
  const last = builders.at(-1);
  for (const [index, file] of alone.files().entries())
    assert.ok(readFileSync(file).equals(readFileSync(last?.files()[index] ?? '')), file);
});
