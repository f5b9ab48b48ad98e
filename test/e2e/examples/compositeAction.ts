/** Runs the commands of a composite GitHub action as a runner does. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

interface Step {
  name: string;
  id?: string;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
  uses?: string;
  with?: Record<string, string>;
}

interface Action {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  runs: { using: string; steps: Step[] };
}

/** Another action that this one uses. */
interface Use {
  action: string;
  path: string | undefined;
  key: string | undefined;
  restoreKeys: string | undefined;
}

/**
 * @param given - inputs; others have their default.
 * @param env - variables of the job.
 * @returns the other actions that it uses, which are not run.
 */
export async function runAction(
  file: string,
  given: Record<string, string>,
  cwd: string,
  env: Record<string, string>,
): Promise<{ uses: Use[] }> {
  const action = parse(readFileSync(file, 'utf8')) as Action;
  assert.equal(action.runs.using, 'composite');
  const temp = tempDir();
  const values: Record<string, string> = {
    'github.action_path': dirname(file),
    'github.sha': 'f'.repeat(40),
    'runner.os': 'Linux',
    'runner.arch': 'X64',
    "hashFiles('**/go.sum')": '0'.repeat(64),
  };
  for (const name of Object.keys(given)) assert.ok(name in action.inputs, name);
  for (const [name, input] of Object.entries(action.inputs)) {
    const value = given[name] ?? input.default;
    assert.ok(value !== undefined, `input ${name}`);
    values[`inputs.${name}`] = value;
  }
  const fill = (text: string): string =>
    text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => {
      const value = values[expression];
      assert.ok(value !== undefined, expression);
      return value;
    });
  const job: Record<string, string | undefined> = { ...env, RUNNER_TEMP: temp, PATH: process.env['PATH'] };
  const uses: Use[] = [];
  for (const [index, step] of action.runs.steps.entries()) {
    if (step.uses !== undefined) {
      const inputs = Object.fromEntries(
        Object.entries(step.with ?? {}).map(([key, text]) => [key, fill(text)]),
      );
      uses.push({
        action: step.uses,
        path: inputs['path'],
        key: inputs['key'],
        restoreKeys: inputs['restore-keys'],
      });
      continue;
    }
    assert.equal(step.shell, 'bash', step.name);
    // Text of inputs must not become code.
    assert.doesNotMatch(step.run ?? '', /\$\{\{/);
    const script = join(temp, `${String(index)}.sh`);
    const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_PATH: join(temp, 'path') };
    for (const path of Object.values(files)) writeFileSync(path, '');
    writeFileSync(script, step.run ?? '');
    const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, fill(text)]));
    const flags = ['--noprofile', '--norc', '-e', '-o', 'pipefail'];
    const { exitCode, stderr } = await run('bash', [...flags, script], {
      cwd,
      env: { ...job, ...own, ...files },
    });
    assert.equal(exitCode, 0, `${step.name}: ${stderr}`);
    for (const dir of linesOf(files.GITHUB_PATH)) job['PATH'] = `${dir}:${job['PATH'] ?? ''}`;
    for (const line of linesOf(files.GITHUB_OUTPUT)) {
      const [, name = '', value = ''] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      values[`steps.${step.id ?? ''}.outputs.${name}`] = value;
    }
  }
  return { uses };
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
