/**
 * The first day with the executable: the commands of docs/getting-started.md in a minimal Debian with Go, gcc, binutils and
 * make, without Node and without a network. `make release-check` runs this. GORENAME_PLUGIN=FILE names the executable;
 * DEBIAN_ROOT=DIR names a root that an earlier run has made.
 */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debuggerScript, runPage, scannerScript } from '../e2e/pages/runPage.js';
import { projectDir } from '../support/files.js';
import { go } from '../support/go.js';
import { installGoTool, writeVulnerabilities } from '../support/goTools.js';
import { executable } from '../support/process.js';
import { debianRoot, must } from './systems.js';

const PAGE = 'docs/getting-started.md';

/** The modules of the page, in the versions that it names, as a module proxy has them. */
async function writeModules(to: string): Promise<void> {
  const text = readFileSync(join(projectDir, PAGE), 'utf8');
  const gjson = new Set(
    [...text.matchAll(/tidwall\/gjson[ @](v\d+\.\d+\.\d+)/g)].map(([, version = '']) => version),
  );
  assert.ok(gjson.size > 1);
  const modules = [...gjson].map((version) => `github.com/tidwall/gjson@${version}`);
  const needed = ['github.com/tidwall/match@v1.1.1', 'github.com/tidwall/pretty@v1.2.0'];
  const cache = (await go(projectDir, ['env', 'GOMODCACHE'])).trim();
  await go(to, ['mod', 'download', ...modules, ...needed]);
  cpSync(join(cache, 'cache/download/github.com/tidwall'), join(to, 'github.com/tidwall'), {
    recursive: true,
  });
}

test('the commands of getting started print what it shows, in a minimal Debian with only the executable', async (context) => {
  const file = executable ?? join(projectDir, 'dist/gorename-plugin');
  if (!existsSync(file)) await must('make', ['executable'], projectDir);
  const debian = await debianRoot();
  const { root, dir } = debian;
  const bin = join(root, 'usr/local/bin');
  const install = (name: string, content: string): void => {
    rmSync(join(bin, name), { force: true });
    writeFileSync(join(bin, name), content);
    chmodSync(join(bin, name), 0o755);
  };
  const tools = join(root, 'opt/tools');
  for (const place of [tools, join(dir, 'proxy')]) mkdirSync(place, { recursive: true });
  for (const name of ['dlv', 'govulncheck'] as const) cpSync(await installGoTool(name), join(tools, name));
  cpSync(writeVulnerabilities(false), join(tools, 'vulnerabilities'), { recursive: true });
  // Debian's Go is older than what a new delve supports.
  const dlv = debuggerScript('/opt/tools/dlv', '--check-go-version=false');
  install('dlv', `#!/bin/sh\n${dlv}\n`);
  install(
    'govulncheck',
    `#!/bin/sh\n${scannerScript('/opt/tools/govulncheck', '/opt/tools/vulnerabilities')}\n`,
  );
  rmSync(join(bin, 'gorename-plugin'), { force: true });
  cpSync(file, join(bin, 'gorename-plugin'));
  await writeModules(join(dir, 'proxy'));

  const page = join(dir, 'home');
  rmSync(page, { recursive: true, force: true });
  mkdirSync(page);
  const began = performance.now();
  const env = {
    HOME: `${debian.named}/home`,
    GOPROXY: `file://${debian.named}/proxy`,
    GOSUMDB: 'off',
    GOTOOLCHAIN: 'local',
  };
  await runPage(PAGE, {
    dir: page,
    named: env.HOME,
    places: {},
    run: async (command, at) => {
      const script = join(dir, 'script');
      writeFileSync(script, `trap 'pwd >${debian.named}/place' EXIT\ncd '${at}'\n${command}\n`);
      const { exitCode, stdout, stderr } = await debian.shell(
        `exec bash -euo pipefail ${debian.named}/script 2>&1`,
        env,
      );
      return {
        text: `${stdout}${stderr}`.trimEnd(),
        end: exitCode === 0 ? '' : `[exit code ${String(exitCode)}]`,
        dir: readFileSync(join(dir, 'place'), 'utf8').trim(),
      };
    },
  });
  context.diagnostic(`${((performance.now() - began) / 1000).toFixed(0)} s`);
});
