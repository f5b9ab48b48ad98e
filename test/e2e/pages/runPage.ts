/**
 * Runs the commands of Markdown pages; test/support/page.ts explains what is run. With PAGES=update, pages get what
 * their commands print now, where it differs; PAGE=docs/commands.md runs one page. `dlv` and `govulncheck` are real,
 * and are installed if a page has them: delve gets its answers, and govulncheck a database without a network.
 */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { commandRunner } from '../../support/commands.js';
import { projectDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { installGoTool, writeVulnerabilities } from '../../support/goTools.js';
import { parsePage, withoutFigures, type Page } from '../../support/page.js';
import { toolCache } from '../../support/process.js';
import { matches, stabilizer, withOutput, type Step } from '../../support/scenario.js';
import { writeFiles } from '../../support/txtar.js';

/** A page that takes long: only `make corpus` runs it. */
const LONG = '<!-- runs in: make corpus -->';

/** The directory of a page, as its output shows it; the tool's and Go's caches are below it. */
const HOME = '/home/me';

/** Where the commands of a page run. */
export interface PageSystem {
  /** An empty directory, and its path in this system. */
  dir: string;
  named: string;
  /** Other paths in this system → as pages show them. */
  places: Record<string, string>;
  run: ReturnType<typeof commandRunner>;
}

/** Declares a test for each page that has commands and, with `long`, takes long; the others without. */
export function testPages({ long }: { long: boolean }): void {
  const files = glob.sync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: projectDir });
  const only = process.env['PAGE'];
  for (const file of files.sort()) {
    if (only !== undefined && only !== file) continue;
    const text = readFileSync(join(projectDir, file), 'utf8');
    if (!text.includes('\n```console\n') || text.includes(LONG) !== long) continue;
    test(`the commands of ${file} print what it shows`, async () => {
      const moduleCache = await go(projectDir, ['env', 'GOMODCACHE']);
      const places = { [toolCache]: `${HOME}/.cache/gorename-plugin`, [moduleCache]: `${HOME}/go/pkg/mod` };
      const dir = tempDir();
      await downloadModules(parsePage(text));
      await runPage(file, { dir, named: dir, places, run: commandRunner(await toolsOf(text)) });
    });
  }
}

/** Fills the module cache: pages do not show that go downloads something. */
async function downloadModules({ directory }: Page): Promise<void> {
  if (directory === undefined) return;
  const root = join(projectDir, directory);
  // It does not write to go.sum.
  for (const file of glob.sync('**/go.mod', { cwd: root }))
    await go(join(root, dirname(file)), ['list', '-deps', './...']);
}

/** Scripts for the tools of others that a page names. */
async function toolsOf(page: string): Promise<Record<string, string>> {
  const scripts: Record<string, string> = {};
  if (/^\$ dlv /m.test(page)) scripts['dlv'] = debuggerScript(await installGoTool('dlv'));
  if (/^\$ govulncheck /m.test(page))
    scripts['govulncheck'] = scannerScript(await installGoTool('govulncheck'), writeVulnerabilities(false));
  return scripts;
}

/** A shell script that answers the question whether to set a suspended breakpoint, and then ends the session. */
export function debuggerScript(dlv: string, flags = ''): string {
  return `command=$1; shift
printf 'y\\nexit\\n' | exec env TERM=dumb '${dlv}' "$command" ${flags} --allow-non-terminal-interactive=true "$@"`;
}

export function scannerScript(govulncheck: string, database: string): string {
  return `exec '${govulncheck}' -db 'file://${database}' "$@"`;
}

/** Runs the commands of a page, and compares what they print. */
export async function runPage(file: string, { dir: root, named, places, run }: PageSystem): Promise<void> {
  const text = readFileSync(join(projectDir, file), 'utf8');
  const { directory, parts } = parsePage(text);
  copyDirectory(directory, root);
  const inHome = (printed: string): string =>
    Object.entries({ [named]: HOME, ...places }).reduce(
      (text, [from, to]) => text.replaceAll(from, to),
      printed,
    );
  const asShown = comparable();
  const asPrinted = comparable();
  const steps: Step[] = [];
  const outputs: string[] = [];
  let dir = named;
  for (const part of parts) {
    if ('path' in part) {
      writeFiles(new Map([[part.path, part.content]]), join(root, relative(named, dir)));
      continue;
    }
    const { text: printed, end, dir: place } = await run(part.command, dir);
    dir = place;
    const message = `${file}:${String(part.line)}: ${part.command}`;
    // A page shows the reason if a command fails, rather than its exit code.
    const shown = part.expected.split('\n').some((line) => line !== '' && line !== '…');
    assert.ok(end === '' || (shown && printed !== ''), `${message}\n${printed}\n${end}`);
    if (part.hidden === true) continue;
    const expected = asShown(part.expected);
    const asExpected = matches(expected, asPrinted(inHome(printed)));
    steps.push(part);
    outputs.push(asExpected ? part.expected : inHome(printed));
    if (!asExpected && process.env['PAGES'] !== 'update')
      assert.equal(asPrinted(inHome(printed)), expected, message);
  }
  if (process.env['PAGES'] === 'update')
    writeFileSync(join(projectDir, file), withOutput(text, steps, outputs));
}

function copyDirectory(directory: Page['directory'], root: string): void {
  // What a demo has left there is not a part of it.
  const filter = (path: string): boolean => !/\/(out|output)$/.test(path);
  if (directory !== undefined) cpSync(join(projectDir, directory), root, { recursive: true, filter });
}

/** Makes a function that replaces what differs from run to run. */
function comparable(): (text: string) => string {
  const stable = stabilizer(HOME);
  return (text) => withoutFigures(stable(text));
}
