import { CannotDo } from '../model/finding.js';
import { formatCommand } from '../model/shellWords.js';
import type { BuildMode } from '../model/options.js';
import type { Prepared } from '../prepare.js';
import { formatLinkFlags, rewriteGoFlags, rewriteLinkFlags } from '../rewrite/goFlags.js';
import type { WorkTree } from '../write/workTree.js';
import { goBuild, goBuildArguments, type GoBuildRequest } from './goBuild.js';
import { restoreMessages } from './messages.js';

export interface CompileOptions {
  buildMode: BuildMode;
  /** The user's directory. */
  cwd: string;
  /** Absolute output file, not yet the user's. */
  file: string;
  /** Absolute path of a profile for -pgo. */
  profile: string | undefined;
}

/** The flags of `go build` for renamed sources: the user's with paths renamed, link flags merged into one. */
export function compileFlags({ plan, names, module, flags }: Prepared, cwd: string): string[] {
  const context = { plan, names, cwd, module };
  return [...rewriteGoFlags(flags, context), ...formatLinkFlags(rewriteLinkFlags(flags, context, []))];
}

/** Runs `go build` and gives its messages, with the user's own paths. @throws CannotDo with them when it fails. */
export async function compile(options: CompileOptions, prepared: Prepared, tree: WorkTree): Promise<string> {
  const { buildMode, cwd, file, profile } = options;
  const { settings, plan, names } = prepared;
  const request: GoBuildRequest = {
    settings,
    root: tree.root,
    main: plan.main.to,
    buildMode,
    flags: compileFlags(prepared, cwd),
    profile,
    output: file,
  };
  const result = await goBuild(request);
  const messages = restoreMessages(result.stderr, {
    names,
    relocations: tree.relocations,
    root: tree.root,
    cwd,
  });
  if (result.exitCode === 0) return messages;
  const again = formatCommand(['go', ...goBuildArguments({ ...request, output: '/dev/null' })]);
  throw new CannotDo(
    messages.trim(),
    `go build failed; the renamed sources are kept, and this runs it again:\n  cd ${formatCommand([tree.root])} && GOWORK=off ${again}`,
  );
}
