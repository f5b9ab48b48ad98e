import { formatCommand } from '../base/shellWords.js';
import { writeFile } from '../store/writeFile.js';

/**
 * Writes the makefile beside a standalone tree: what sources cannot say is in its flags.
 * @param file - absolute.
 * @param output - what the built file is called.
 */
export function writeMakefile(
  file: string,
  output: string,
  command: readonly string[],
  packageDir: string,
): void {
  const recipe = [formatCommand(command).replaceAll('$', '$$$$'), '-o "$(OUTPUT)"', packageDir];
  const lines = [
    '# Written by gorename-plugin: builds this tree with the link flags that its sources cannot hold.',
    `# make -f gorename-plugin.mk [OUTPUT=FILE]`,
    `OUTPUT ?= ${output}`,
    '',
    '.PHONY: build',
    'build:',
    `\t${recipe.join(' ')}`,
    '',
  ];
  writeFile(file, lines.join('\n'));
}
