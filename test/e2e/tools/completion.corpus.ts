/** Completion in the real shells; needs bash, zsh and fish. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { run, toolCommand } from '../../support/process.js';
import { Workspace } from '../cli/workspace.js';

/** What is typed, and what must be offered. */
const TYPED: readonly [string, string][] = [
  ['gorename-plugin ex', 'explain'],
  ['gorename-plugin build plu', 'plugin/'],
  ['gorename-plugin build --isolate-o', '--isolate-own'],
  ['gorename-plugin build --rename con', 'conflicts'],
  ['gorename-plugin build --allow own', 'own-registration'],
  ['gorename-plugin build ./plugin --keep ', 'example.com/dep'],
  ['gorename-plugin build ./plugin -o x.so --keep=ex', 'example.com/dep'],
  ['gorename-plugin explain --host x ./plugin example.com/hello/plugin/g', 'example.com/hello/plugin/greet'],
  ['gorename-plugin verify --host oth', 'other/'],
  ['gorename-plugin completion z', 'zsh'],
];

const SCRIPTS = {
  // The functions that readline calls: it has no other way to ask.
  bash: `
source <(gorename-plugin completion bash)
while IFS= read -r line; do
  # Readline cuts words at =.
  spaced=\${line//=/ = }
  read -ra COMP_WORDS <<<"$spaced"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMPREPLY=()
  _gorename-plugin_yargs_completions
  # -o default
  [ \${#COMPREPLY[@]} -eq 0 ] && mapfile -t COMPREPLY < <(compgen -f -S / -- "\${COMP_WORDS[-1]}")
  printf '%s\\t' "\${COMPREPLY[@]}"; echo
done <lines`,
  zsh: `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -Uz compinit; compinit -u; source <(gorename-plugin completion zsh); bindkey "^I" list-choices; echo rea""dy'
zpty -r -m shell out '*ready*'
paste -d '\\n' lines expected | while IFS= read -r line && IFS= read -r expected; do
  zpty -w -n shell "$line"$'\\t'
  # Until it is offered, below what is typed.
  zpty -r -m shell out $'*\\n*'"$expected*"
  echo "$expected"
  zpty -w -n shell $'\\x15'
done`,
  fish: `
gorename-plugin completion fish | source
while read -z line
  complete -C"$line" | string join \\t
end <lines0
true`,
};

for (const [shell, script] of Object.entries(SCRIPTS)) {
  test(`${shell} completes commands, options, values, packages and files`, { timeout: 120_000 }, async () => {
    const workspace = Workspace.of('hello');
    const bin = tempDir();
    const program = join(bin, 'gorename-plugin');
    writeFileSync(program, `#!/bin/sh\nexec ${toolCommand.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(program, 0o755);
    const lines = TYPED.map(([line]) => line);
    workspace.write({
      lines: `${lines.join('\n')}\n`,
      lines0: lines.map((line) => `${line}\0`).join(''),
      expected: `${TYPED.map(([, expected]) => expected).join('\n')}\n`,
      script,
    });
    const options = workspace.options({ env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
    const without = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell] ?? [];
    const { exitCode, stdout, stderr } = await run(shell, [...without, 'script'], options);
    assert.equal(exitCode, 0, stderr);
    const offered = stdout.split('\n');
    for (const [index, [line, expected]] of TYPED.entries())
      assert.ok(offered[index]?.includes(expected), `${line}: ${offered[index] ?? 'nothing'}`);
  });
}
