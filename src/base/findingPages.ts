import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from './packageRoot.js';

/** The pages of the findings, which are a part of the package. */
export const FINDING_PAGES = join(PACKAGE_ROOT, 'docs/findings');

/**
 * The page of a finding, in Markdown.
 * @param name - a kind, or `README` for the list of all.
 */
export function readFindingPage(name: string): string {
  return readFileSync(join(FINDING_PAGES, `${name}.md`), 'utf8').trimEnd();
}
