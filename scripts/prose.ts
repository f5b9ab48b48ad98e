/**
 * Checks the words that people read against the terms in .textlintrc.json: Markdown files, and the comments and texts of
 * TypeScript files. Prints `file:line:column: message` for each wrong word; exit code 1 if there is one.
 *
 *   tsx scripts/prose.ts [file or glob ...]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import glob from 'fast-glob';
import { createLinter, loadTextlintrc } from 'textlint';
import { forEachChild, createSourceFile, ScriptTarget, SyntaxKind, type Node } from 'typescript';

const projectDir = join(import.meta.dirname, '..');

const READ_BY_PEOPLE = [
  '*.md',
  'docs/**/*.md',
  'examples/**/*.md',
  '{src,test,scripts,bench,grammar}/**/*.ts',
];

const patterns = process.argv.length > 2 ? process.argv.slice(2) : READ_BY_PEOPLE;
const files = await glob(patterns, { cwd: projectDir, ignore: ['**/*.generated.ts', '**/node_modules/**'] });
const linter = createLinter({
  descriptor: await loadTextlintrc({ configFilePath: join(projectDir, '.textlintrc.json') }),
});

let wrong = 0;
for (const file of files.sort()) {
  const text = readFileSync(join(projectDir, file), 'utf8');
  const { messages } = file.endsWith('.ts')
    ? await linter.lintText(onlyProse(text), `${file}.txt`)
    : await linter.lintText(text, file);
  for (const { loc, message } of messages)
    console.log(`${file}:${loc.start.line}:${loc.start.column}: ${message}`);
  wrong += messages.length;
}
if (wrong > 0) process.exitCode = 1;

/** Replaces code by spaces and keeps comments and strings, so that lines and columns stay the same. */
function onlyProse(text: string): string {
  const masked = text.replace(/[^\n]/g, ' ').split('');
  const keep = (start: number, end: number): void => {
    for (let at = start; at < end; at++) masked[at] = text[at] ?? '';
  };
  for (const [start, end] of literalsOf(text)) keep(start, end);
  for (const [start, end] of commentsOf(text)) keep(start, end);
  return masked.join('');
}

type Span = [start: number, end: number];

/** Strings that contain a space, and the texts of templates: other strings are names, not prose. */
function literalsOf(text: string): Span[] {
  const spans: Span[] = [];
  const visit = (node: Node): void => {
    const isText =
      node.kind === SyntaxKind.StringLiteral ||
      node.kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
      node.kind === SyntaxKind.TemplateHead ||
      node.kind === SyntaxKind.TemplateMiddle ||
      node.kind === SyntaxKind.TemplateTail;
    if (isText && text.slice(node.getStart(source), node.end).includes(' '))
      spans.push([node.getStart(source) + 1, node.end - 1]);
    forEachChild(node, visit);
  };
  const source = createSourceFile('prose.ts', text, ScriptTarget.Latest, true);
  visit(source);
  return spans;
}

/** Comments are between tokens, so this searches all text that is not part of a token. */
function commentsOf(text: string): Span[] {
  const spans: Span[] = [];
  const source = createSourceFile('prose.ts', text, ScriptTarget.Latest, true);
  const visit = (node: Node): void => {
    const children = node.getChildren(source);
    if (children.length === 0) {
      const trivia = text.slice(node.pos, node.getStart(source));
      for (const comment of trivia.matchAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g))
        spans.push([node.pos + comment.index, node.pos + comment.index + comment[0].length]);
    }
    for (const child of children) visit(child);
  };
  visit(source);
  return spans;
}
