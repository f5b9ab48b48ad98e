/** Plugins that tests may change, and the check that a run leaves only the files that it was asked for. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyFixture, snapshotTree, tempDir } from '../../support/files.js';
import {
  run,
  runTool,
  toolCommand,
  type Command,
  type Outcome,
  type RunOptions,
} from '../../support/process.js';

export class Workspace {
  /** Where the tool keeps its trees, and where everybody keeps temporary files; the tool's own at first. */
  readonly cache = join(tempDir(), 'cache');
  readonly tmp = tempDir();

  /**
   * @param dir - the copy of a fixture.
   */
  private constructor(readonly dir: string) {}

  /** A copy of `fixtures/cli/<name>` with `changes` (path -> content) made to it. */
  static of(name: string, changes: Record<string, string> = {}): Workspace {
    const workspace = new Workspace(copyFixture(`cli/${name}`));
    workspace.write(changes);
    return workspace;
  }

  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  write(files: Record<string, string>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), content);
    }
  }

  /** Runs the tool in the copy, or in `options.cwd`. */
  run(args: string[], options: RunOptions = {}, tool?: Command): Promise<Outcome> {
    return runTool(args, this.options(options), tool);
  }

  /** Runs a shell command line; `tool` in it is the tool. */
  shell(command: string, options: RunOptions = {}, tool = toolCommand): Promise<Outcome> {
    return run(
      'bash',
      ['-c', `tool() { ${tool.map((word) => `'${word}'`).join(' ')} "$@"; }; ${command}`],
      this.options(options),
    );
  }

  options({ cwd = this.dir, env = {} }: RunOptions): Required<RunOptions> {
    return { cwd, env: { GORENAME_PLUGIN_CACHE: this.cache, TMPDIR: this.tmp, ...env } };
  }

  /** A run that must do its job and have nothing to say about it but what it prints; returns that. */
  async done(args: string[], options: RunOptions = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(args, options);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
    await this.assertNothingLeft();
    return stdout;
  }

  /**
   * A run that must be refused in the documented way: exit code 2, a message on standard error without a stack
   * trace, nothing written anywhere. Returns the message.
   */
  async refused(args: string[], options: RunOptions = {}): Promise<string> {
    const before = await snapshotTree(this.dir);
    const { exitCode, stdout, stderr } = await this.run(args, options);
    assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' }, stderr);
    assert.match(stderr, /^gorename-plugin: /);
    assert.doesNotMatch(stderr, /^\s+at |this is a bug|Error: /m);
    assert.deepEqual(await snapshotTree(this.dir), before);
    await this.assertNothingLeft();
    return stderr.slice('gorename-plugin: '.length);
  }

  /** Neither the tool nor the go command has left temporary files, drafts or locks. */
  async assertNothingLeft(): Promise<void> {
    assert.deepEqual(await readdir(this.tmp), []);
    const kept = await readdir(this.cache, { recursive: true }).catch(() => []);
    assert.deepEqual(
      kept.filter((path) => /(^|\/)tmp-|\.lock$|\.draft-|\.old-/.test(path)),
      [],
    );
  }
}
