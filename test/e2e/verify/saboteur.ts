/** A saboteur: a go command that damages the work tree before it builds it. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';

/**
 * Puts a go command in front of the real one. It runs `script` (of sh, where `$go` is the real command) in the work
 * tree before each `go build`, and names a separate GOROOT, so that the tool finds it wherever it looks.
 * @returns the environment for the tool.
 */
export async function sabotagedGo(script: string): Promise<{ PATH: string }> {
  const goroot = join(tempDir(), 'goroot');
  const real = (await go(tempDir(), ['env', 'GOROOT'])).trim();
  const bin = join(goroot, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(join(real, 'src'), join(goroot, 'src'));
  writeFileSync(
    join(bin, 'go'),
    `#!/bin/sh
set -e
go='${join(real, 'bin/go')}'
case "$1" in
env) "$go" "$@" | sed 's|"GOROOT": ".*"|"GOROOT": "${goroot}"|' ;;
build) (${script}) >&2; exec "$go" "$@" ;;
*) exec "$go" "$@" ;;
esac
`,
  );
  chmodSync(join(bin, 'go'), 0o755);
  return { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
}
