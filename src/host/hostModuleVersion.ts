import { tmpdir } from 'node:os';
import { relative } from 'node:path';
import { explainGoFailure } from '../golist/goFailure.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import { runProcess } from '../process/run.js';
import { withTempDir } from '../store/tempDir.js';
import { readHostModule } from './hostGoMod.js';

/** `github.com/acme/gateway@v1.2.3`, also `@latest`: the first element is a host name. */
const MODULE_VERSION = /^[\w-]+(?:\.[\w-]+)+(?:\/[\w.~-]+)*@[\w.+-]+$/;

/**
 * The module and version that an absolute path was made from; undefined if it does not look like one.
 * @param cwd - the directory that the path was resolved against.
 */
export function namedModule(path: string, cwd: string): string | undefined {
  const name = relative(cwd, path);
  return MODULE_VERSION.test(name) ? name : undefined;
}

interface Downloaded {
  Path: string;
  Version: string;
  Dir?: string;
  Error?: string;
}

/**
 * What the go.mod of a released host says: versions only. The go command downloads it like a dependency.
 * @param name - `module@version`.
 * @throws UserError with go's message.
 */
export async function readHostRelease(name: string, cwd: string): Promise<HostInfo> {
  const { Path, Version, Dir } = await download(name, cwd);
  // Its go.sum may be incomplete, and the module cache must not be modified.
  const host = await readHostModule(Dir, cwd, [{ name: 'mod', value: 'mod' }]);
  const main = { path: Path, version: Version, sum: undefined, replace: undefined, dir: undefined };
  return { ...host, path: `${Path}@${Version}`, mainModule: main };
}

function download(name: string, cwd: string): Promise<Downloaded & { Dir: string }> {
  return withTempDir(tmpdir(), async (tempDir) => {
    const { command } = await loadGoSettings(tempDir, cwd, { GOWORK: 'off' });
    const { stdout, stderr } = await runProcess(command, ['mod', 'download', '-json', name], {
      cwd: tempDir,
      env: { GOFLAGS: '-mod=mod', GO111MODULE: 'on', GOWORK: 'off' },
    });
    const answer = parse(stdout);
    if (answer?.Dir !== undefined) return { ...answer, Dir: answer.Dir };
    const reason = explainGoFailure(answer?.Error ?? stderr, { goCwd: tempDir, cwd });
    throw new UserError(`--host ${name} cannot be downloaded: ${reason.message}`, reason.advice);
  });
}

function parse(stdout: string): Downloaded | undefined {
  try {
    return JSON.parse(stdout) as Downloaded;
  } catch {
    return undefined;
  }
}
