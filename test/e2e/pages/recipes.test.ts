/** Blocks of pages that other programs read: the commands in workflows, jobs, makefiles and Dockerfiles are run. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { parse } from 'yaml';
import { pageBlocks, yamlKind, type PageBlock } from '../../../scripts/program/pageBlocks.js';
import { commandRunner } from '../../support/commands.js';
import { copyFixture, fixtureDir, projectDir, tempDir } from '../../support/files.js';
import { buildLoader, goBuild, type Loader } from '../../support/go.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { violations } from '../../support/validator.js';

const run = commandRunner();
let host: string;
let loader: Loader;

setUp(async () => {
  host = await goBuild(fixtureDir('systems/golang'), join(tempDir(), 'server'), ['-trimpath']);
  loader = await buildLoader([], ['-trimpath']);
});

const nameOf = ({ page, line }: PageBlock): string => `${page}:${String(line)}`;

/** A project with plugins in `plugin`, `auth` and `limits`, its host and the host's manifest. */
async function project(): Promise<string> {
  const dir = copyFixture('cli/hello');
  for (const name of ['auth', 'limits']) cpSync(join(dir, 'plugin'), join(dir, name), { recursive: true });
  cpSync(host, join(dir, 'server'));
  const { exitCode, stderr } = await runTool(['host', 'server', '-o', 'server.host.json'], { cwd: dir });
  assert.equal(exitCode, 0, stderr);
  return dir;
}

/** Runs the commands of a block in one shell; all must succeed. */
async function succeeds(block: PageBlock, commands: string[], dir: string): Promise<void> {
  assert.ok(commands.length > 0, nameOf(block));
  const { text, end } = await run(commands.join('\n'), dir);
  assert.equal(end, '', `${nameOf(block)}\n${text}`);
}

async function loads(file: string): Promise<void> {
  assert.equal((await loader([file]))[0]?.answer, 'hello, world', file);
}

interface Step {
  run?: string;
  uses?: string;
}

interface GitlabJob {
  extends?: string;
  script?: string | string[];
  variables?: Record<string, string>;
  cache?: { paths: string[] };
  artifacts?: { paths: string[] };
}

const yaml = pageBlocks('yaml').map((block) => ({ block, document: parse(block.text) as unknown }));

for (const { block, document } of yaml) {
  const kind = yamlKind(document);
  if (kind === 'project')
    test(`the gorename.yaml of ${nameOf(block)} is one`, () => {
      assert.equal(violations('project', document), '');
    });
  if (kind === 'steps' || kind === 'job')
    test(`the steps of ${nameOf(block)} build a plugin`, async () => {
      const dir = await project();
      const steps = kind === 'steps' ? (document as Step[]) : (document as { steps: Step[] }).steps;
      const output = join(tempDir(), 'output');
      const commands = steps.flatMap((step) => (step.run === undefined ? [] : [step.run]));
      assert.doesNotMatch(commands.join('\n'), /\$\{\{/);
      await succeeds(block, [`export GITHUB_OUTPUT='${output}'`, ...commands], dir);
      const [built] = glob.sync(['dist/*.so', '*.so'], { cwd: dir });
      await loads(join(dir, built ?? 'plugin.so'));
      // What other steps use is there: values of a step with an id, and files.
      const written = existsSync(output) ? readFileSync(output, 'utf8') : '';
      for (const [, name = ''] of block.text.matchAll(/\.outputs\.([\w-]+)/g))
        assert.match(written, new RegExp(`^${name}=.`, 'm'));
      for (const [, file = ''] of block.text.matchAll(/sarif_file: (\S+)/g))
        assert.ok(existsSync(join(dir, file)));
    });
  if (kind === 'gitlab')
    test(`the jobs of ${nameOf(block)} build a plugin`, async () => {
      const template = parse(
        readFileSync(join(projectDir, 'examples/containers/gitlab-ci.yml'), 'utf8'),
      ) as Record<string, unknown>;
      for (const job of Object.values(document as Record<string, GitlabJob>)) {
        assert.ok(job.extends === undefined || job.extends in template, job.extends);
        const dir = await project();
        const variables = Object.entries(job.variables ?? {}).map(
          ([name, value]) => [name, value.replace('$CI_PROJECT_DIR', dir)] as const,
        );
        const cached = (job.cache?.paths ?? []).map((path) => join(dir, path));
        for (const [name, value] of variables)
          assert.ok(
            cached.some((path) => value.startsWith(path)),
            name,
          );
        // Go's own caches are shared with other tests, to compile the standard library once.
        await succeeds(block, [job.script ?? []].flat(), dir);
        for (const path of job.artifacts?.paths ?? []) assert.ok(existsSync(join(dir, path)), path);
        await loads(join(dir, 'dist/plugin.so'));
      }
    });
}

for (const block of pageBlocks('make'))
  test(`make builds the plugins of the makefile of ${nameOf(block)}`, async () => {
    const include = readFileSync(join(projectDir, 'make/gorename-plugin.mk'), 'utf8');
    // A rule of the include file is quoted.
    if (block.text.startsWith('%.so: %/')) {
      const [rule = '', recipe = ''] = block.text.trimEnd().split('\n\t');
      assert.ok(include.includes(`${rule}\n\t$(GORENAME_PLUGIN_BUILD)\n`));
      assert.ok(include.includes(`GORENAME_PLUGIN_BUILD = ${recipe}\n`));
      return;
    }
    const dir = await project();
    writeFileSync(join(dir, 'Makefile'), block.text);
    // The reader of that page has run init.
    if (block.page === 'docs/getting-started.md')
      writeFileSync(join(dir, 'gorename.yaml'), 'host: server.host.json\nplugins: [./plugin]\n');
    const targets = [...new Set(block.text.match(/\b(plugin|auth|limits)\.so\b/g))];
    await succeeds(block, [`make ${targets.join(' ')}`], dir);
    for (const target of targets) await loads(join(dir, target));
  });

/** The commands of `RUN` in a Dockerfile that use the tool, without options of docker. */
function toolCommands(dockerfile: string): string[] {
  return [
    ...dockerfile.replaceAll(/\\\n\s*/g, '').matchAll(/^RUN (?:--\S+ +)*(.*gorename-plugin build.*)$/gm),
  ].map(([, command = '']) => command);
}

const dockerfiles = [
  ...pageBlocks('dockerfile').filter(({ page }) => page.startsWith('docs/recipes/')),
  ...glob.sync('examples/containers/{debian,alpine}.Dockerfile', { cwd: projectDir }).map((page) => ({
    page,
    line: 1,
    text: readFileSync(join(projectDir, page), 'utf8'),
  })),
];
for (const block of dockerfiles)
  test(`the commands of RUN in ${nameOf(block)} build what the last stage copies`, async () => {
    const dir = await project();
    const out = tempDir();
    const commands = toolCommands(block.text).map((command) =>
      command.replaceAll(/ \/out\//g, ` ${out}/`).replaceAll(' /server', ` ${join(dir, 'server')}`),
    );
    await succeeds(block, ['PLUGIN=.', ...commands], join(dir, 'plugin'));
    const [, copied = ''] = /^COPY --from=build \/out\/(\S*) \/$/m.exec(block.text) ?? [];
    const [built = ''] = glob.sync('*.so', { cwd: out });
    assert.ok(copied === '' || copied === basename(built), copied);
    await loads(join(out, built));
  });
