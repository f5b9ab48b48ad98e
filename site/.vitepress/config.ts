/** The documentation site: `npm run docs` makes dist/docs from the Markdown files of the project. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig, type DefaultTheme, type MarkdownRenderer } from 'vitepress';
import { writeApiPage } from '../apiPage.js';
import { PAGE_GROUPS } from '../pages.js';

const projectDir = join(import.meta.dirname, '../..');

/** Files that pages link to and that are not pages; they are copied into the site. */
const linkedFiles = new Set<string>();

await writeApiPage();

export default defineConfig({
  title: 'gorename-plugin',
  description: 'Builds Go plugins that load in any host, whatever versions of packages it has.',
  lang: 'en',
  srcDir: '..',
  srcExclude: ['**/node_modules/**', 'dist/**', 'fixtures/**', 'grammar/**', 'test/**'],
  outDir: join(projectDir, 'dist/docs'),
  cacheDir: join(projectDir, 'node_modules/.cache/vitepress'),
  rewrites: (page) => page.replace(/(^|\/)README\.md$/, '$1index.md'),
  // The same anchors as on GitHub, which `npm run check:links` looks at.
  markdown: { anchor: { slugify: (text) => slug(text) }, config: rewriteLinks },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: PAGE_GROUPS.map(({ text, pages, collapsed = false }) => ({
      text,
      collapsed,
      items: pages.flatMap(withNeighbours).map((page) => ({ text: titleOf(page), link: linkTo(page) })),
    })),
    nav: [
      { text: 'Getting started', link: '/docs/getting-started' },
      { text: 'Troubleshooting', link: '/docs/troubleshooting' },
      { text: 'Commands', link: '/docs/commands' },
      { text: 'Findings', link: '/docs/findings/' },
    ],
  } satisfies DefaultTheme.Config,
  buildEnd({ outDir }) {
    for (const file of linkedFiles) {
      mkdirSync(dirname(join(outDir, file)), { recursive: true });
      copyFileSync(join(projectDir, file), join(outDir, file));
    }
  },
});

/** Findings and decisions have many pages, which their lists name in order. */
function withNeighbours(page: string): string[] {
  if (!/^docs\/(findings|adr)\/README\.md$/.test(page)) return [page];
  const dir = dirname(page);
  const others = readdirSync(join(projectDir, dir)).filter((file) => file !== 'README.md');
  return [page, ...others.sort().map((file) => `${dir}/${file}`)];
}

function titleOf(page: string): string {
  const title = /^# (.+)/m.exec(readFileSync(join(projectDir, page), 'utf8'))?.[1];
  return page === 'README.md' ? 'Overview' : (title?.replaceAll('`', '') ?? basename(page, '.md'));
}

function linkTo(page: string): string {
  return `/${page.replace(/(README)?\.md$/, '')}`;
}

/** Links between the files of the project work in the site too: to README.md, to directories, and to files that are not pages. */
function rewriteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('project-links', ({ tokens, env }) => {
    const { path } = env as { path: string };
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.attrGet('href');
      if (token.type !== 'link_open' || href === null || /^(\w+:|#)/.test(href)) continue;
      const [target = '', anchor] = href.split('#');
      const file = join(dirname(path), decodeURIComponent(target));
      // VitePress itself refuses links to pages that are not there.
      if (!existsSync(file)) continue;
      const suffix = anchor === undefined ? '' : `#${anchor}`;
      if (existsSync(join(file, 'README.md'))) token.attrSet('href', `${join(target, 'index.md')}${suffix}`);
      else if (target.endsWith('README.md'))
        token.attrSet('href', `${target.replace(/README\.md$/, 'index.md')}${suffix}`);
      else if (statSync(file).isDirectory())
        throw new Error(`${path}: ${href} is a directory without a page`);
      else if (!target.endsWith('.md')) {
        linkedFiles.add(relative(projectDir, file));
        token.attrSet('target', '_self');
      }
    }
  });
}
