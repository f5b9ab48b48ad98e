import { formatCommand } from '../model/shellWords.js';

/** The makefile beside a standalone tree: what sources cannot say is in its flags. */
export function makefileText(output: string, command: readonly string[], packageDir: string): string {
  const recipe = [formatCommand(command).replaceAll('$', '$$$$'), '-o "$(OUTPUT)"', packageDir];
  return [
    '# Written by gorename-plugin: builds this tree with the link flags that its sources cannot hold.',
    `# make -f gorename-plugin.mk [OUTPUT=FILE]`,
    `OUTPUT ?= ${output}`,
    '',
    '.PHONY: build',
    'build:',
    `\t${recipe.join(' ')}`,
    '',
  ].join('\n');
}
