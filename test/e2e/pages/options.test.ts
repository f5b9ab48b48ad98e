/** Command lines in pages and examples: the commands and options that they name are those of the program. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { projectDir } from '../../support/files.js';
import { runTool } from '../../support/process.js';

interface CommandLine {
  place: string;
  command: string;
  options: string[];
}

/** Command lines in text: up to the flags of go build, a pipe, or the end of the line. */
function commandLines(file: string): CommandLine[] {
  const text = readFileSync(join(projectDir, file), 'utf8')
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/\$\(.*?\)/g, '');
  return [...text.matchAll(/\bgorename-plugin ([a-z]+)\b([^`\n|;&>#]*)/g)].map(
    ([line, command = '', rest = '']) => ({
      place: `${file}: ${line}`,
      command,
      options: [...(rest.split(' -- ')[0] ?? '').matchAll(/(?<=\s)--?[a-z][\w-]*/g)].map(
        ([option]) => option,
      ),
    }),
  );
}

test('pages and examples name options that the program has', async () => {
  const files = await glob(
    ['*.md', 'docs/**/*.md', 'examples/**/*.{md,yml,mk,Dockerfile}', 'examples/**/Makefile'],
    {
      cwd: projectDir,
      ignore: ['CHANGELOG.md'],
    },
  );
  const lines = files.flatMap(commandLines).filter(({ options }) => options.length > 0);
  assert.ok(lines.length > 50);
  const wrong: string[] = [];
  const helps = new Map<string, string>();
  for (const { place, command, options } of lines) {
    let help = helps.get(command);
    if (help === undefined) {
      const { exitCode, stdout } = await runTool(['help', command]);
      assert.equal(exitCode, 0, place);
      helps.set(command, (help = stdout));
    }
    for (const option of options)
      if (!new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(help)) wrong.push(`${place}: ${option}`);
  }
  assert.deepEqual(wrong, []);
});
