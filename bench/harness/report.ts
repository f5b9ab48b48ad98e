/** bench/results.md: a section for each case group, and the targets of all of them at the top. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { projectDir } from './bench.js';
import { run } from './command.js';
import type { Section } from './section.js';

const TARGETS = 'Targets';
const INTRODUCTION = `\`make bench\` and \`make bench-calls\` write this file, one section for each \`BENCH=name\`. The commands of a
table run alternately. The ratio compares the median with the median of the first row. CPU is the processor time of all processes.
The commands with \`# executable\` are run by the executable file of the tool instead of Node.
`;

/**
 * Puts a section into the file, in place of the one of that title, and lists the targets of all sections anew: cases
 * can be measured one by one. Sections are in the order of `titles`; others are dropped.
 */
export async function writeSection(
  file: string,
  titles: readonly string[],
  title: string,
  section: Section,
): Promise<void> {
  const sections = existsSync(file) ? splitSections(readFileSync(file, 'utf8')) : new Map<string, string>();
  sections.set(title, await formatSection(section));
  const kept = titles.flatMap((name): [string, string][] => {
    const body = sections.get(name);
    return body === undefined ? [] : [[name, body]];
  });
  const parts = [[TARGETS, listTargets(kept)] as const, ...kept].map(
    ([name, body]) => `## ${name}\n\n${body}\n`,
  );
  writeFileSync(file, ['# Benchmarks\n', INTRODUCTION, ...parts].join('\n'));
}

/** The text of a section below its title. */
export async function formatSection({ blocks, verdicts }: Section): Promise<string> {
  const targets = verdicts.map(
    ({ target, measured, met }) => `- ${met ? 'met' : '**missed**'}: ${target} (${measured})`,
  );
  return [await describeMachine(), ...blocks, targets.join('\n')].filter((part) => part !== '').join('\n\n');
}

function splitSections(text: string): Map<string, string> {
  const [, ...parts] = text.split(/^## /m);
  return new Map(
    parts.map((part) => {
      const [title = '', ...body] = part.split('\n');
      return [title, body.join('\n').trim()];
    }),
  );
}

function listTargets(sections: readonly (readonly [string, string])[]): string {
  return sections
    .flatMap(([title, body]) => {
      const verdicts = body.match(/^- (met|\*\*missed\*\*): .*$/gm) ?? [];
      return verdicts.map((verdict) => verdict.replace(': ', `: ${title}: `));
    })
    .join('\n');
}

/** Date, versions and processors. */
async function describeMachine(): Promise<string> {
  const { stdout: go } = await run({ program: 'go', args: ['env', 'GOVERSION'], cwd: projectDir });
  const { version } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return (
    `${date}: gorename-plugin ${version}, ${go}, node ${process.version}, ` +
    `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown processor'}`
  );
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
export function writeBetweenMarks(file: string, name: string, text: string): void {
  const old = readFileSync(file, 'utf8');
  const marks = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`);
  writeFileSync(
    file,
    old.replace(marks, (_all, start: string, end: string) => `${start}${text}\n${end}`),
  );
}
