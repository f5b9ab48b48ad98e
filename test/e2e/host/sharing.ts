/** Hosts and plugins of `fixtures/host/sharing`, with versioned modules of one proxy. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fixtureDir, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { proxyEnvironment } from '../../support/moduleProxy.js';
import { run, runTool, type Outcome } from '../../support/process.js';

/** A line of JSON that a host prints: of itself, then one for each file. */
export interface Line {
  sdk?: string;
  text?: string;
  error?: string;
  /** The type of a symbol that the host does not recognise. */
  unknown?: string;
  answer?: string;
  /** How often the counter of the host's sdk was asked. */
  calls: number;
}

/** Everything is built in a separate directory, and nothing in the fixtures. */
export class Sharing {
  readonly dir = tempDir();

  private constructor(
    /** The environment of the go command: one module proxy, an empty module cache. */
    readonly env: Record<string, string>,
  ) {}

  static async create(): Promise<Sharing> {
    return new Sharing(await proxyEnvironment(fixtureDir('host/sharing/modules')));
  }

  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  /**
   * Copies `fixtures/host/sharing/<name>` to `as`, and makes its go.sum.
   * @param changes - path -> content.
   */
  async source(name: string, as = name, changes: Record<string, string> = {}): Promise<string> {
    const dir = await this.copy(`sharing/${name}`, as, changes);
    await this.tidy(dir);
    return dir;
  }

  /**
   * Copies `fixtures/host/<name>` to `as`.
   * @param changes - path -> content.
   */
  async copy(name: string, as: string, changes: Record<string, string> = {}): Promise<string> {
    const dir = this.path(as);
    await cp(fixtureDir(`host/${name}`), dir, { recursive: true });
    for (const [file, content] of Object.entries(changes)) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), content);
    }
    return dir;
  }

  async tidy(dir: string): Promise<void> {
    await go(dir, ['mod', 'tidy'], this.env);
  }

  /**
   * Builds a program in `dir` with plain go.
   * @returns its absolute file.
   */
  plain(dir: string, name: string, flags: string[] = [], env: Record<string, string> = {}): Promise<string> {
    return goBuild(dir, this.path('out', name), flags, { ...this.env, ...env });
  }

  /** Runs `gorename-plugin build`. */
  tool(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
    return runTool(['build', ...args], { cwd: this.dir, env: { ...this.env, ...env } });
  }

  /**
   * A build that must succeed, with these warnings and no others (the lines' beginnings).
   * @returns the plugin.
   */
  async built(
    name: string,
    args: string[],
    warnings: RegExp[] = [],
    env: Record<string, string> = {},
  ): Promise<string> {
    const file = this.path('out', `${name}.so`);
    const { exitCode, stderr } = await this.tool([...args, '-o', file], env);
    assert.equal(exitCode, 0, stderr);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('    '));
    // What is shared by default; test/host/byDefault.test.ts looks at these lines.
    const found = lines.filter((line) => !line.startsWith('sharing '));
    assert.equal(found.length, warnings.length, stderr);
    for (const [index, warning] of warnings.entries()) assert.match(found[index] ?? '', warning);
    return file;
  }

  /**
   * A build that must be refused with exit code 2.
   * @returns what it says.
   */
  async refused(args: string[], env: Record<string, string> = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.tool(
      [...args, '-o', this.path('out', 'refused.so')],
      env,
    );
    assert.equal(exitCode, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^gorename-plugin: /);
    return stderr.slice('gorename-plugin: '.length);
  }
}

/** What a host says of itself, and of each file. */
export async function ask(host: string, files: string[]): Promise<Line[]> {
  const { exitCode, stdout, stderr } = await run(host, files);
  assert.equal(exitCode, 0, stderr);
  return stdout.split('\n').map((line) => JSON.parse(line) as Line);
}
