/** One plugin built twice, plainly and through the tool, and what each build answers. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { buildLoader, go } from '../../support/go.js';
import { runTool, type Command } from '../../support/process.js';

/** An answer of a fixture: construct -> what it gave. */
export type Constructs = Record<string, string>;

export interface BuildRequest {
  /** Flags of the tool alone. */
  args?: string[];
  /** Flags of `go build`, which the tool takes behind `--`. */
  flags?: string[];
  env?: Record<string, string | undefined>;
  /** Where both are started; default: the main package's directory. */
  cwd?: string;
  /** The directory whose tree must not change; default: the main package's. */
  tree?: string;
  /** The form of the tool; default: the one that is tested. */
  tool?: Command;
}

/** The JSON document of `build --json`, as far as tests look at it. */
export interface BuildDocument {
  output: string;
  prefix: string;
  ownPrefix: string;
  main: { importPath: string; builtAs: string };
  packages: { importPath: string; builtAs: string; module: string; version: string | null; reason: string }[];
  findings: { kind: string; severity: string; message: string }[];
}

export interface ToolBuild extends BuildDocument {
  /** What the tool and the go command printed. */
  stderr: string;
}

const outputs = tempDir();
let builds = 0;

function outputFile(name: string): string {
  return join(outputs, String(builds++), name);
}

/** Builds `dir` through the tool, which must succeed and leave the user's tree as it was. */
export async function buildRenamed(dir: string, request: BuildRequest = {}): Promise<ToolBuild> {
  const { flags = [], env = {}, cwd = dir, tree = dir, args = [], tool } = request;
  const before = await snapshotTree(tree);
  const output = outputFile('renamed.so');
  const words = ['build', dir, '--json', '-o', output, ...args, '--', ...flags];
  const { exitCode, stdout, stderr } = await runTool(words, { cwd, env }, tool);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(await snapshotTree(tree), before);
  return { ...(JSON.parse(stdout) as BuildDocument), stderr };
}

/** Builds `dir` with plain `go build`. */
export async function buildPlain(
  dir: string,
  { flags = [], env = {}, cwd = dir }: BuildRequest = {},
): Promise<string> {
  const output = outputFile('plain.so');
  await go(cwd, ['build', '-buildmode=plugin', ...flags, '-o', output, dir], env);
  return output;
}

/**
 * Builds a plugin, `fixtures/renaming/<plugin>` or an absolute directory, both ways and loads both into one host, the plain one first.
 * The answers are lines `construct: value`.
 */
export async function compare(
  plugin: string,
  request: BuildRequest = {},
): Promise<{ plain: Constructs; renamed: Constructs; build: ToolBuild }> {
  const dir = resolve(fixtureDir('renaming'), plugin);
  const plain = await buildPlain(dir, request);
  const build = await buildRenamed(dir, request);
  const [first, second] = await load([plain, build.output], request);
  return { plain: parseAnswer(first), renamed: parseAnswer(second), build };
}

const loaders = new Map<string, ReturnType<typeof buildLoader>>();

/**
 * Loads plugins, in order, into one fresh host process, which must take them all.
 * @returns their answers.
 */
export async function load(files: string[], { flags = [], env = {} }: BuildRequest = {}): Promise<string[]> {
  // What a host must share with its plugins.
  const shared = flags.filter((flag) => ['-trimpath', '-race'].includes(flag));
  const { GOTOOLCHAIN } = env;
  const key = `${String(shared)} ${GOTOOLCHAIN ?? ''}`;
  const loader =
    loaders.get(key) ?? buildLoader([], shared, GOTOOLCHAIN === undefined ? {} : { GOTOOLCHAIN });
  loaders.set(key, loader);
  return (await (await loader)(files)).map(({ answer, error }) => {
    assert.equal(error, undefined);
    return answer ?? '';
  });
}

/**
 * Declares a test for each construct: both programs give this value.
 * @param subject - what the constructs have in common; each test name begins with it.
 * @param build - builds both programs and returns their answers by construct; called once, by the first test.
 * @param expected - the value of each construct.
 */
export function testConstructs(
  subject: string,
  build: () => Promise<{ plain: Constructs; renamed: Constructs }>,
  expected: Constructs,
): void {
  let built: ReturnType<typeof build> | undefined;
  const answersOf = (): ReturnType<typeof build> => (built ??= build());
  for (const [construct, value] of Object.entries(expected)) {
    test(`renaming keeps what ${subject} answers: ${construct}`, async () => {
      const answers = await answersOf();
      assert.equal(answers.plain[construct], value, 'the plain build');
      assert.equal(answers.renamed[construct], value, 'the renamed build');
    });
  }
  test(`every answer of ${subject} has a test, and the renamed program answers like the plain one`, async () => {
    const answers = await answersOf();
    assert.deepEqual(Object.keys(answers.plain).sort(), Object.keys(expected).sort());
    assert.deepEqual(answers.renamed, answers.plain);
  });
}

/** Lines `construct: value`. */
export function parseAnswer(answer = ''): Constructs {
  return Object.fromEntries(
    answer.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
}
