/** A library that registers something, in three versions: the host's and those of two plugins. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';

/** What the host and the plugins answered; a plugin that could not be loaded answers with the panic. */
export interface Report {
  before: string;
  plugins: string[];
  after: string;
}

export interface RegistryCase {
  /** Folder below `fixtures/isolation/registries`. */
  name: string;
  /** Of --no-isolate. */
  kind: string;
  /** What the host's own copy of the library answers, before and after. */
  host: string;
  /** What it answers afterwards, if not the same. */
  after?: RegExp;
  /** What a plugin answers; its version is `a` or `b`. */
  plugin: (version: string) => string;
  /** What plugin a answers, or the host afterwards, when it is built with `--no-isolate=kind`. */
  shared: RegExp;
  /** Flags of `go build` for the plugins. */
  goFlags?: string[];
}

const LIB = 'example.com/isolation/lib';

/** The programs of one case, built from copies of the fixture. */
export class Registries {
  readonly #dir = tempDir();

  constructor(readonly name: string) {}

  async buildHost(): Promise<string> {
    const dir = join(this.#dir, 'host');
    await cp(fixtureDir('isolation/registries/host'), dir, { recursive: true });
    await this.#addLibrary(dir, 'host');
    return goBuild(dir, join(dir, 'host'));
  }

  /** Writes a plugin with its version of the library. */
  async #writePlugin(version: string): Promise<string> {
    const dir = join(this.#dir, `plugin-${version}`);
    await cp(fixtureDir(`isolation/registries/${this.name}/plugin`), dir, { recursive: true });
    await this.#addLibrary(dir, version);
    return dir;
  }

  /**
   * Writes and builds a plugin.
   * @returns its file, and the document of `build --json`.
   */
  async buildPlugin(version: string, args: string[] = [], goFlags: string[] = []): Promise<Built> {
    const dir = await this.#writePlugin(version);
    const file = join(dir, `out${String(args)}`, 'plugin.so');
    const { exitCode, stdout, stderr } = await runTool([
      'build',
      dir,
      '--json',
      '-o',
      file,
      ...args,
      '--',
      ...goFlags,
    ]);
    assert.equal(exitCode, 0, stderr);
    return { file, document: JSON.parse(stdout) as BuildDocument };
  }

  async #addLibrary(dir: string, version: string): Promise<void> {
    const library = join(this.#dir, `lib-${version}`);
    await cp(fixtureDir(`isolation/registries/${this.name}/lib`), library, { recursive: true });
    await writeFile(join(library, 'go.mod'), `module ${LIB}\n\ngo 1.20\n`);
    await writeFile(join(library, 'version.go'), `package lib\n\nconst version = "${version}"\n`);
    const require = `require ${LIB} v1.0.0\n\nreplace ${LIB} => ${library}\n`;
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'go.mod'), `module example.com/isolation/${version}\n\ngo 1.20\n\n${require}`);
  }
}

interface Built {
  file: string;
  document: BuildDocument;
}

export interface BuildDocument {
  prefix: string;
  packages: { importPath: string; builtAs: string; reason: string }[];
  isolated: {
    file: string;
    line: number;
    importPath: string;
    statePackage: string;
    name: string;
    isolation: string;
  }[];
  findings: { kind: string; message: string }[];
}

/** Runs a host that loads plugins in this order. */
export async function load(host: string, files: string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await run(host, files);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as Report;
}

/** Declares the tests of a case: both orders, and what happens without the protection. */
export function proveRegistry(one: RegistryCase): void {
  const { name, kind, host: expected, plugin, shared, goFlags = [] } = one;
  test(`registrations of ${name}: host and two plugins with a copy each, in either order`, async () => {
    const programs = new Registries(name);
    const host = await programs.buildHost();
    const a = await programs.buildPlugin('a', [], goFlags);
    const b = await programs.buildPlugin('b', [], goFlags);
    const report = await load(host, [a.file, b.file]);
    assert.equal(report.before, expected);
    assert.deepEqual(report.plugins, [plugin('a'), plugin('b')]);
    if (one.after === undefined) assert.equal(report.after, expected);
    else assert.match(report.after, one.after);
    assert.deepEqual((await load(host, [b.file, a.file])).plugins, [plugin('b'), plugin('a')]);

    assert.deepEqual(new Set(a.document.isolated.map((use) => use.isolation)), new Set([kind]));
    const without = await programs.buildPlugin('a', [`--no-isolate=${kind}`]);
    assert.deepEqual(without.document.isolated, []);
    const { plugins, after } = await load(host, [without.file]);
    assert.match([...plugins, after].join('\n'), shared);
  });
}
