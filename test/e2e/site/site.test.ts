/** The documentation site, as `npm run docs` makes it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectDir, tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

test('the site has all pages, what they link to, and a search; it loads nothing from elsewhere', async () => {
  const out = join(tempDir(), 'docs');
  const args = [
    join(projectDir, 'node_modules/vitepress/bin/vitepress.js'),
    'build',
    'site',
    '--outDir',
    out,
  ];
  // No proxy answers there: the build needs no network.
  const env = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
  const { exitCode, stdout, stderr } = await run(process.execPath, args, { cwd: projectDir, env });
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);

  for (const file of [
    'index.html',
    'docs/getting-started.html',
    'docs/findings/index.html',
    'schema/build.schema.json',
  ])
    assert.ok(existsSync(join(out, file)), file);
  const api = readFileSync(join(out, 'site/api/library.html'), 'utf8');
  for (const name of ['buildplugin', 'verifyplugin', 'gorenameerror'])
    assert.match(api, new RegExp(`<h3 id="${name}`));
  const home = readFileSync(join(out, 'index.html'), 'utf8');
  assert.match(home, /href="\/docs\/troubleshooting\.html"/);
  assert.match(home, /href="\/site\/api\/library\.html"/);
  assert.doesNotMatch(home, /(?:src|href)="(?:https?:)?\/\/[^"]*\.(?:js|css|woff2?)"/);
  const chunks = readdirSync(join(out, 'assets/chunks'));
  assert.ok(chunks.some((name) => name.startsWith('@localSearchIndex')));
});
