/** The directories of a benchmark run, and the programs that it starts there. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, type Command } from './command.js';

export const projectDir = join(import.meta.dirname, '../..');
const benchDir = join(projectDir, 'bench');

/** The script that Node runs. */
export const toolPath = join(projectDir, 'bin/gorename-plugin.js');

export interface BenchOptions {
  /** The plugin of fixtures/corpus that most cases are about. */
  subject: string;
  /** Rounds of every case, instead of the number that it sets. */
  rounds: number | undefined;
  /** An executable of the tool; undefined: only the program on Node is measured. */
  executable: string | undefined;
}

export class Bench {
  /** Absolute; removed at the end. */
  readonly dir = mkdtempSync(join(tmpdir(), 'gorename-plugin-bench-'));
  readonly subject: string;
  /** The executable of the tool to measure beside the program on Node, absolute; undefined: none. */
  readonly executable: string | undefined;
  readonly #rounds: number | undefined;
  #goRewriter: Promise<string> | undefined;

  constructor({ subject, rounds, executable }: BenchOptions) {
    this.subject = subject;
    this.executable = executable === undefined ? undefined : resolve(projectDir, executable);
    this.#rounds = rounds;
  }

  /** The rounds that the user asked for, or else `usual`. */
  rounds(usual: number): number {
    return this.#rounds ?? usual;
  }

  /** Caches that the cases share, so that each thing is compiled once in all warm ones. */
  get caches(): { GOCACHE: string; GORENAME_PLUGIN_CACHE: string } {
    return { GOCACHE: join(this.dir, 'go-build'), GORENAME_PLUGIN_CACHE: join(this.dir, 'cache') };
  }

  /** A new empty directory. */
  makeDir(name: string): string {
    const dir = join(this.dir, name);
    mkdirSync(dir, { recursive: true });
    return dir;
  }

  /**
   * A fresh copy of a plugin of fixtures/corpus.
   * @returns its directory.
   */
  copyPlugin(plugin: string, name: string): string {
    const dir = join(this.dir, name);
    rmSync(dir, { recursive: true, force: true });
    cpSync(join(projectDir, 'fixtures/corpus', plugin, 'plugin'), dir, { recursive: true });
    return dir;
  }

  /** `gorename-plugin <args>`. */
  tool(args: string[], cwd: string, env: Record<string, string> = {}): Command {
    return { program: process.execPath, args: [toolPath, ...args], cwd, env: { ...this.caches, ...env } };
  }

  /** `go <args>`. */
  go(args: string[], cwd: string, env: Record<string, string> = {}): Command {
    return { program: 'go', args, cwd, env: { ...this.caches, ...env } };
  }

  /**
   * Compiles bench/gorewriter.
   * @returns the program.
   */
  goRewriter(): Promise<string> {
    const program = join(this.dir, 'gorewriter');
    // Uses the user's build cache: this build is not part of any case.
    const command = { program: 'go', args: ['build', '-o', program, '.'], cwd: join(benchDir, 'gorewriter') };
    this.#goRewriter ??= run(command).then(() => program);
    return this.#goRewriter;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
