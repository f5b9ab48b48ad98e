import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import glob from 'fast-glob';
import { projectDir } from './project.js';

/** A fenced block of a page. */
export interface PageBlock {
  /** Path of the page from the project's directory. */
  page: string;
  /** Of the first line after the fence, from 1. */
  line: number;
  text: string;
}

/** All blocks of a language in the pages for users. */
export function pageBlocks(language: string): PageBlock[] {
  const pages = glob.sync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: projectDir }).sort();
  return pages.flatMap((page) => {
    const content = readFileSync(join(projectDir, page), 'utf8');
    const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
    return [...content.matchAll(fence)].map(({ index, 1: text = '' }) => ({
      page,
      line: content.slice(0, index).split('\n').length + 1,
      text,
    }));
  });
}

/** What a block of YAML is a part of. */
export type YamlKind = 'steps' | 'job' | 'gitlab' | 'project';

/** Steps of a GitHub workflow, a job of one, jobs of GitLab CI, or a gorename.yaml. */
export function yamlKind(document: unknown): YamlKind {
  if (Array.isArray(document)) return 'steps';
  const { steps, plugins } = document as Record<string, unknown>;
  if (steps !== undefined) return 'job';
  return Array.isArray(plugins) ? 'project' : 'gitlab';
}
