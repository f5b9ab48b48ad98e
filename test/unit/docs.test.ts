/** The page of messages has an entry for every text that Go's own sources print when a plugin is opened. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../support/process.js';

const page = readFileSync('docs/troubleshooting.md', 'utf8');

async function sourceOfGo(path: string): Promise<string> {
  const { stdout } = await run('go', ['env', 'GOROOT']);
  return readFileSync(join(stdout.trim(), 'src', path), 'utf8');
}

/** The constant parts of the errors that a Go file makes or throws, without what is filled in. */
function textsOf(source: string): string[] {
  return [...source.matchAll(/(?:errors\.New|throw)\((.*)\)$|nil, nil, "(.*)"$/gm)].flatMap(
    ([, made, returned]) =>
      returned === undefined
        ? [...(made ?? '').matchAll(/`([^`]*)`|"([^"]*)"/g)].map(([, raw, quoted]) => raw ?? quoted ?? '')
        : [returned],
  );
}

for (const path of ['plugin/plugin_dlopen.go', 'plugin/plugin_stubs.go', 'runtime/plugin.go']) {
  test(`troubleshooting explains every error text of ${path}`, async () => {
    const texts = textsOf(await sourceOfGo(path))
      .map((text) => text.replace(/^plugin\.Open\("|^"\): |^: /, '').trim())
      .filter((text) => text.length > 2);
    assert.ok(texts.length > 0);
    assert.deepEqual(
      texts.filter((text) => !page.includes(text)),
      [],
    );
  });
}
