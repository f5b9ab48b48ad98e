/**
 * Real libraries, each in a plugin beside a host that has another version: what the build warns of is what the comments in
 * `fixtures/host/cutOffLibraries` name. docs/cut-off.md judges each warning.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { runTool } from '../../support/process.js';

interface Report {
  findings: { kind: string; position: { line: number }; through: string }[];
}

/** `line state` of each comment `// warned: state, state`. */
function expected(source: string): string[] {
  return source.split('\n').flatMap((line, index) => {
    const states = / \/\/ warned: (.*)$/.exec(line)?.[1]?.split(', ') ?? [];
    return states.map((state) => `${String(index + 1)} ${state}`);
  });
}

async function module(dir: string, name: string, required: string, main: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'go.mod'), `module example.com/${name}\n\ngo 1.26\n\nrequire ${required}\n`);
  await writeFile(join(dir, 'main.go'), main);
  await go(dir, ['mod', 'tidy']);
}

const libraries = fixtureDir('host/cutOffLibraries');
for (const file of readdirSync(libraries)) {
  const source = readFileSync(join(libraries, file), 'utf8');
  const [, library = '', version = '', hostVersion = ''] =
    /^\/\/ (\S+) (\S+), host (\S+)\n/.exec(source) ?? [];
  test(`cut-off-state reports what a renamed copy of ${library} does not share, as expected`, async () => {
    const dir = tempDir();
    const imported = [...source.matchAll(/^\t"(.*)"$/gm)].map(([, path = '']) => path);
    const imports = ['plugin', ...imported.filter((path) => `${path}/`.startsWith(`${library}/`))];
    const main = `package main\n\nimport (\n${imports.map((path) => `\t_ "${path}"\n`).join('')})\n\nfunc main() {}\n`;
    await module(join(dir, 'host'), 'host', `${library} ${hostVersion}`, main);
    await module(join(dir, 'plugin'), 'plugin', `${library} ${version}`, source);
    const { exitCode, stdout, stderr } = await runTool(
      ['build', 'plugin', '--host', 'host', '--dry-run', '--json'],
      { cwd: dir },
    );
    assert.equal(exitCode, 0, stderr);
    const found = (JSON.parse(stdout) as Report).findings
      .filter(({ kind }) => kind === 'cut-off-state')
      .map(({ position, through }) => `${String(position.line)} ${through.replace(/^.*\./, '')}`);
    assert.deepEqual(found.sort(), expected(source).sort());
  });
}
