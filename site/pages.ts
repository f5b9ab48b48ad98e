/** The pages of the documentation site, in the order of its sidebar. Paths are from the project's directory. */
export interface PageGroup {
  text: string;
  pages: string[];
  /** The sidebar shows the pages of a closed group only after a click. */
  collapsed?: boolean;
}

/** Made from the comments in src/api, and not committed. */
export const API_PAGE = 'site/api/library.md';

/** Other Markdown files below docs/findings and docs/adr are added to the groups that have their README.md. */
export const PAGE_GROUPS: PageGroup[] = [
  {
    text: 'Start',
    pages: [
      'README.md',
      'docs/install.md',
      'docs/getting-started.md',
      'docs/your-code.md',
      'docs/sharing.md',
      'docs/how-it-works.md',
    ],
  },
  {
    text: 'Recipes',
    pages: [
      'docs/recipes/makefile.md',
      'docs/recipes/github-actions.md',
      'docs/recipes/gitlab.md',
      'docs/recipes/dockerfiles.md',
      'docs/recipes/new-build.md',
      'docs/recipes/debugging.md',
      'docs/ci.md',
      'docs/scanners.md',
      'docs/debugger.md',
      'docs/shared-cache.md',
      'examples/containers/README.md',
    ],
  },
  {
    text: 'Examples',
    pages: [
      'docs/demos.md',
      'examples/http-middleware/README.md',
      'examples/database-driver/README.md',
      'examples/sqlite/README.md',
    ],
  },
  {
    text: 'Hosts',
    pages: [
      'docs/hosts/README.md',
      'docs/hosts/krakend.md',
      'docs/hosts/tyk.md',
      'docs/hosts/gotify.md',
      'docs/hosts/nakama.md',
      'docs/hosts/skipper.md',
      'docs/hosts/kubo.md',
      'docs/hosts/ekuiper.md',
      'docs/hosts/your-own-host.md',
    ],
  },
  { text: 'Help', pages: ['docs/troubleshooting.md', 'docs/limitations.md', 'docs/glossary.md'] },
  {
    text: 'Reference',
    pages: [
      'docs/commands.md',
      'docs/project-file.md',
      'docs/library.md',
      API_PAGE,
      'docs/prefix.md',
      'docs/isolation.md',
      'docs/cut-off.md',
      'docs/security.md',
      'docs/reliability.md',
      'docs/call-overhead.md',
      'bench/results.md',
      'CHANGELOG.md',
    ],
  },
  { text: 'Findings', pages: ['docs/findings/README.md'], collapsed: true },
  {
    text: 'Development',
    pages: ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/adr/README.md'],
    collapsed: true,
  },
];
