import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import fastGlob from 'fast-glob';
import { diskPath } from '../base/diskPath.js';
import { explainGoFailure } from '../golist/goFailure.js';
import { runProcess } from '../process/run.js';

/** What a directory contains that gorename.yaml can name; paths relative to it. */
export interface Proposal {
  /** Main packages that export something. */
  plugins: string[];
  /** Main packages that import `plugin`. */
  hosts: string[];
  /** Manifests of hosts. */
  manifests: string[];
}

/** A package, as `go list -json` prints it. */
interface Listed {
  Dir: string;
  Name: string;
  Imports?: string[];
  GoFiles?: string[];
  CgoFiles?: string[];
}

const IGNORED = ['**/node_modules/**', '**/vendor/**', '**/testdata/**', '**/.*/**'];

/**
 * Looks for plugins and hosts.
 * @param root - absolute.
 * @throws UserError if the go command fails.
 */
export async function proposeProject(root: string): Promise<Proposal> {
  const find = (name: string): Promise<string[]> =>
    fastGlob(`**/${name}`, { cwd: root, ignore: IGNORED, followSymbolicLinks: false });
  const [modules, manifests] = await Promise.all([find('go.mod'), find('*.host.json')]);
  const packages = new Map<string, Listed>();
  // `./...` does not contain modules below.
  for (const module of modules.sort())
    for (const pkg of await listPackages(join(root, dirname(module)), root)) packages.set(pkg.Dir, pkg);
  const mains = [...packages.values()].filter(({ Name }) => Name === 'main');
  const below = ({ Dir }: Listed): string => `./${relative(root, Dir)}`.replace(/\/$/, '');
  return {
    plugins: mains.filter(looksLikePlugin).map(below).sort(),
    hosts: mains
      .filter(({ Imports = [] }) => Imports.includes('plugin'))
      .map(below)
      .sort(),
    manifests: manifests.sort(),
  };
}

async function listPackages(dir: string, cwd: string): Promise<Listed[]> {
  const args = ['list', '-e', '-json=Dir,Name,Imports,GoFiles,CgoFiles', './...'];
  const { exitCode, stdout, stderr } = await runProcess('go', args, { cwd: dir });
  if (exitCode !== 0) throw explainGoFailure(stderr, { goCwd: dir, cwd });
  const documents = stdout.trim() === '' ? [] : stdout.trim().split(/\n(?=\{)/);
  return documents.map((text) => JSON.parse(text) as Listed);
}

/** Whether a main package exports something, and its function main does nothing. */
function looksLikePlugin({ Dir, GoFiles = [], CgoFiles = [] }: Listed): boolean {
  const sources = [...GoFiles, ...CgoFiles].map((name) => readFileSync(diskPath(join(Dir, name)), 'utf8'));
  const exports = /^(func\s+\p{Lu}[\p{L}\p{N}_]*\s*[(]|var\s+(\(\s*)?\p{Lu})/mu;
  const program = /^func\s+main\(\)\s*\{\s*[^\s}]/m;
  return sources.some((text) => exports.test(text)) && !sources.some((text) => program.test(text));
}

/** gorename.yaml for what was found, with comments about the rest. */
export function formatProposal({ plugins, hosts, manifests }: Proposal): string {
  const several = manifests.length > 1;
  // YAML contains JSON.
  const quote = (text: string): string =>
    /^\.?[\w/][\w./@+-]*$|^\.$/.test(text) ? text : JSON.stringify(text);
  const lines = [
    '# What `gorename-plugin build` builds in this directory. `gorename-plugin help gorename.yaml` describes the keys;',
    '# an option has the name that it has on the command line, which has precedence.',
    '',
    '# The host that loads the plugins: its binary, its manifest (`gorename-plugin host ./server -o server.host.json`),',
    '# or the directory of its go.mod.',
    ...(manifests.length === 0
      ? ['# host: ./server.host.json']
      : ['host:', ...manifests.map((file) => `  - ${quote(file)}`)]),
    ...hosts.map((dir) => `# ${quote(dir)} imports plugin: a host, once it is built.`),
    '',
    '# {plugin} is the name that go build would choose, {host} the name of the host.',
    `# output: dist/{plugin}${several ? '-{host}' : ''}.so`,
    '',
    '# Flags of go build. A host that is built with -trimpath needs plugins that are.',
    '# go-flags: [-trimpath]',
    '',
    '# Packages that are shared with the host as well.',
    '# keep: [github.com/example/sdk/**]',
    '',
    'plugins:',
    ...plugins.map((dir) => `  - ${quote(dir)}`),
    '  # A plugin with other options:',
    '  # - dir: ./plugins/other',
    '  #   prefix: t_{closure}',
  ];
  return `${lines.join('\n')}\n`;
}
