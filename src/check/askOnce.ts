import { join } from 'node:path';
import * as v from 'valibot';
import { askTypecheck } from '../analyze/typecheck.js';
import { digest } from '../base/digest.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { Prepared } from '../plan/prepared.js';
import { readRecord, writeRecord, type RecordSchema } from '../store/records.js';
import type { AnswerPlace } from './answerPlace.js';

/** A question to Go's type checker. */
export interface Question<Answer> {
  /** What `typecheck/main.go` gets. */
  content: object;
  /** The packages whose function bodies are read. */
  packages: readonly string[];
  /** What the answer depends on, besides `content`: a hash of these packages and all that they import. */
  key: unknown;
  schema: RecordSchema<Answer>;
}

type Questions<Answers> = { [Name in keyof Answers]: Question<Answers[Name]> | undefined };
type Known<Answers> = { [Name in keyof Answers]: Answers[Name] | undefined };

/**
 * Asks Go's type checker what is not known from an earlier build, with one run of the program for all questions.
 *
 * @param prepared - the plan, whose packages the questions are about.
 * @param questions - by the names that `typecheck/main.go` has for them; those that are undefined are not asked.
 * @param place - where answers are kept, and temporary files.
 * @returns the answers to what was asked.
 * @throws Error if the type checker fails, or answers something else.
 */
export async function askOnce<Answers extends object>(
  prepared: Pick<Prepared, 'graph' | 'settings' | 'flags' | 'kept'>,
  questions: Questions<Answers>,
  { tempDir, workDir, readOnly, fresh }: AnswerPlace,
): Promise<Known<Answers>> {
  const { graph, settings, flags, kept } = prepared;
  // Hashes of the plugin cover its own local modules, but not those of the host.
  const local = new Set((kept?.loaded ?? []).filter((one) => one.local || one.main).map(({ path }) => path));
  const known: Record<string, unknown> = {};
  const open: { name: string; question: Question<unknown>; needed: Packages; file: string | undefined }[] =
    [];
  for (const [name, question] of Object.entries<Question<unknown> | undefined>(questions)) {
    if (question === undefined) continue;
    const needed = withImports(graph, question.packages);
    const isCovered = ![...needed.values()].some(({ module }) => local.has(module ?? ''));
    const key = digest([name, question.key, question.content]);
    const file = isCovered ? join(workDir, 'uses', `${key}.json`) : undefined;
    const recorded = fresh || file === undefined ? undefined : readRecord(file, question.schema);
    if (recorded === undefined) open.push({ name, question, needed, file });
    else known[name] = recorded;
  }
  if (open.length > 0) {
    const packages = new Map(open.flatMap(({ needed }) => [...needed]));
    const contents = Object.fromEntries(open.map(({ name, question }) => [name, question.content]));
    const request = { graph: { ...graph, packages }, settings, flags, tempDir };
    const answers = v.parse(v.record(v.string(), v.unknown()), await askTypecheck(request, contents));
    for (const { name, question, file } of open) {
      const answer = v.parse(question.schema, answers[name]);
      if (file !== undefined && !readOnly) writeRecord(file, answer);
      known[name] = answer;
    }
  }
  return known as Known<Answers>;
}

type Packages = ModuleGraph['packages'];

/** The part of a graph that some packages consist of. */
function withImports(graph: ModuleGraph, paths: readonly string[]): Packages {
  const packages: Packages = new Map();
  const open = [...paths];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const pkg = graph.packages.get(path);
    if (pkg === undefined || packages.has(path)) continue;
    packages.set(path, pkg);
    open.push(...pkg.imports);
  }
  return packages;
}
