import { dirname, join, resolve } from 'node:path';
import { adviceOnCacheProgram, withoutDownloads } from '../golist/goFailure.js';
import { isWithin } from '../base/isWithin.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import { shortPath } from '../base/shortPath.js';
import { formatCommand } from '../base/shellWords.js';
import type { BuildMode } from '../model/options.js';
import type { Progress } from '../model/progress.js';
import type { Prepared } from '../plan/prepared.js';
import { formatLinkFlags, rewriteGoFlags, rewriteLinkFlags } from '../rewrite/rewriteGoFlags.js';
import type { SharedLibrary } from '../model/sharedLibrary.js';
import type { WorkTree } from '../worktree/workTree.js';
import { GoOutput } from './goOutput.js';
import { hideCSymbols } from './hideCSymbols.js';
import { goBuildArguments, runGoInWorkTree, repeatableEnvironment } from './goBuild.js';
import { restoreMessages } from './restoreMessages.js';
import { readSharedC } from './sharedC.js';

export interface CompileOptions {
  buildMode: BuildMode;
  /** The user's directory. */
  cwd: string;
  /** Absolute output file, in a directory for temporary files, not the final one. */
  file: string;
  /** Absolute path of a profile for -pgo. */
  profile: string | undefined;
  /** How many programs go may run in parallel; undefined for go's default. */
  jobs: number | undefined;
  progress: Progress;
}

/** The flags of `go build` for renamed sources: the user's with paths renamed, link flags merged into one. */
export function compileFlags(
  { plan, names, graph, flags }: Prepared,
  cwd: string,
  ownLinkFlags: readonly string[] = [],
): string[] {
  const context = { plan, names, graph, cwd };
  const linkFlags = rewriteLinkFlags(flags, context, ownLinkFlags);
  return [...rewriteGoFlags(flags, context), ...formatLinkFlags(linkFlags)];
}

/** The result of a successful `go build`. */
export interface Compiled {
  /** The go command's output, with the user's paths. */
  messages: string;
  /** C symbols that a version script makes private. */
  privateSymbols: ReadonlySet<string>;
  /** Whether a version script of the user decides what the linker exports. */
  userScript: boolean;
  /** Shared libraries that isolated packages need. */
  sharedLibraries: SharedLibrary[];
  /** Packages that are shared with the host, by import path, and the C symbols that they define. */
  sharedC: ReadonlyMap<string, readonly string[]>;
}

function addLine(text: string | undefined): string {
  return text === undefined ? '' : `${text}\n`;
}

/**
 * Whether a message says all that is to do: its source positions are in modules that the user edits, and what it says
 * there does not depend on a Go version or a setting of a host.
 */
function saysAll(messages: string, { graph, consulted }: Prepared, cwd: string): boolean {
  const own = [...graph.modules.values()].filter(({ local }) => local).map(({ dir }) => dir);
  const said = [...messages.matchAll(/^([^\s#].*?\.\w+):\d+:(.*)/gm)];
  return (
    said.length > 0 &&
    said.every(([, path = '', text = '']) => {
      const isOwn = own.some((dir) => isWithin(resolve(cwd, path), dir));
      return isOwn && (consulted === undefined || text.includes('syntax error'));
    })
  );
}

/** The files that the compiler may have missed; empty if none was left out. */
function describeLeftOut(findings: readonly Finding[], cwd: string): string {
  const links = findings.flatMap((finding) => (finding.kind === 'links-left-out' ? finding.links : []));
  if (links.length === 0) return '';
  const shown = links.slice(0, 10).map((link) => shortPath(link, cwd));
  const others = links.length > shown.length ? ', …' : '';
  return `Symbolic links that point out of their modules are not copied: ${shown.join(', ')}${others}\n`;
}

/**
 * Runs `go build`.
 * @throws UserError with its messages if it fails.
 */
export async function compile(
  options: CompileOptions,
  prepared: Prepared,
  tree: WorkTree,
): Promise<Compiled> {
  const { buildMode, cwd, file, profile, jobs, progress } = options;
  const parallel = jobs === undefined ? [] : [`-p=${String(jobs)}`];
  const { settings, plan, names } = prepared;
  const tempDir = dirname(file);
  const { root, moduleMode } = tree;
  const restore = (text: string): string =>
    restoreMessages(text, { names, relocations: tree.relocations, root, cwd });
  const output = new GoOutput(prepared, progress, restore);
  const shared = {
    settings,
    root,
    moduleMode,
    tempDir,
    main: plan.main.to,
    buildMode,
    profile,
    onErrorLine: output.onLine,
  };
  const { linkFlags, ...linked } = await hideCSymbols(
    plan,
    { ...shared, flags: [...parallel, ...output.flags, ...compileFlags(prepared, cwd)] },
    join(root, 'c-symbols.map'),
  );
  const request = {
    ...shared,
    flags: [...parallel, ...compileFlags(prepared, cwd, linkFlags)],
    output: file,
  };
  const followed = { ...request, flags: [...output.flags, ...request.flags] };
  const result = await runGoInWorkTree(request, goBuildArguments(followed));
  const messages = withoutDownloads(restore(output.rest(result.stderr, result.exitCode !== 0)));
  if (result.exitCode === 0) return { messages, ...linked, sharedC: await readSharedC(prepared, request) };
  const advice = `${addLine(adviceOnCacheProgram(messages))}${describeLeftOut(prepared.findings, cwd)}`;
  const said = `go build failed with ${settings.version}:\n${messages.trim()}`;
  if (saysAll(messages, prepared, cwd)) throw new UserError(said, advice.trimEnd() || undefined);
  const variables = Object.entries(repeatableEnvironment(request)).map(([name, value]) => `${name}=${value}`);
  const args = goBuildArguments({ ...request, output: '/dev/null' });
  // With `env`, values may contain what a shell needs quoted; the go command is the one that was used.
  const again = formatCommand(['env', ...variables, settings.command, ...args]);
  throw new UserError(
    said,
    `${advice}The renamed sources are kept, and this runs it again:\n  cd ${formatCommand([tree.root])} && ${again}`,
  );
}
