import { formatCommand } from '../base/shellWords.js';
import { writeFile } from '../store/writeFile.js';

/**
 * Writes the makefile next to a standalone tree: its flags contain what cannot be expressed in source.
 * @param file - absolute.
 * @param output - the name of the built file.
 */
export function writeMakefile(
  file: string,
  output: string,
  command: readonly string[],
  packageDir: string,
): void {
  const recipe = [formatCommand(command).replaceAll('$', '$$$$'), '-o "$(OUTPUT)"', packageDir];
  const lines = [
    '# Written by gorename-plugin: builds this tree with the link flags that cannot be expressed in source.',
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
