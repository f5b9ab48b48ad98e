import { basename, relative } from 'node:path';
import { compileFlags } from '../gobuild/compile.js';
import { hideCSymbols } from '../gobuild/hideCSymbols.js';
import { programGodebug } from '../gobuild/godebug.js';
import { chooseProfile } from '../gobuild/profile.js';
import { outputFile } from '../gobuild/publishOutput.js';
import { checkSources } from './checkSources.js';
import { requireTools } from './examineTools.js';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import type { RewriteOptions } from '../model/options.js';
import type { Prepared } from '../plan/prepared.js';
import type { BuildResult, RewriteResult } from '../report/buildDocument.js';
import type { Stopwatch } from '../report/stopwatch.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';
import { writeMakefile } from '../worktree/makefile.js';
import { mainPackage } from '../worktree/moduleCopies.js';
import { writeStandaloneTree, type StandaloneTree } from '../worktree/standaloneTree.js';
import type { ModuleMode } from '../worktree/workTree.js';

/**
 * RenamePlan → Edit[] → a tree that plain `go build` builds, with its makefile.
 * @throws UserError
 */
export async function finishRewrite(
  prepared: Prepared,
  options: RewriteOptions & { share: ShareOptions | undefined },
  tempDir: string,
  stopwatch: Stopwatch,
): Promise<BuildResult | RewriteResult> {
  const { out, cwd, buildMode } = options;
  const { plan, settings, module, kept } = prepared;
  const place = { tempDir, workDir: options.workDir, readOnly: false, fresh: false };
  const { findings: checked } = await checkSources(prepared, { ...options, recordsChanges: false }, place);
  if (hasErrors(checked, options.policy))
    return { output: undefined, plan, findings: checked, messages: '', timings: stopwatch.timings };
  const hidesC = [...plan.packages.values()].some(({ decision }) => decision === 'isolate');
  if (hidesC) requireTools(settings, options);
  const { main } = mainPackage(prepared);
  const beside = [...prepared.graph.packages.values()].find(
    ({ dir, importPath }) => dir === main.dir && importPath !== main.importPath,
  );
  if (beside !== undefined) {
    throw new UserError(
      `the directory of the named files also contains package ${beside.importPath}, which they import`,
      'In a tree for plain go one directory is one package: move the files to a separate directory.',
    );
  }
  const profile = chooseProfile(prepared.flags, cwd, main.dir);
  const godebug = programGodebug(prepared.graph, buildMode);
  const packageDir = `./${relative(module.dir, main.dir)}`;
  let command: string[] = [];
  const finish = async (tree: StandaloneTree): Promise<void> => {
    const { makefile, versionScript, installedScript, root, moduleMode } = tree;
    const flags = compileFlags(prepared, cwd);
    const request = { root, moduleMode, settings, tempDir, buildMode, profile, flags };
    const hidden = hidesC
      ? await stopwatch.time('build', () => hideCSymbols(plan, request, versionScript, installedScript))
      : undefined;
    command = buildCommand(prepared, options, moduleMode, profile, hidden?.linkFlags);
    const output = basename(outputFile({ dir: out }, plan.main, buildMode));
    writeMakefile(makefile, output, command, packageDir);
  };
  const makefile = await stopwatch.time('write', () =>
    writeStandaloneTree(prepared, out, { settings, godebug, kept }, finish),
  );
  const findings = [...checked];
  if (profile !== undefined) findings.push({ kind: 'profile-used', profile });
  return {
    output: out,
    plan,
    findings,
    messages: '',
    timings: stopwatch.timings,
    command: [...command, packageDir],
    makefile,
  };
}

/** The command that builds the tree. */
function buildCommand(
  prepared: Prepared,
  { cwd, buildMode }: RewriteOptions,
  moduleMode: ModuleMode,
  profile: string | undefined,
  linkFlags: readonly string[] | undefined,
): string[] {
  // The tree is a workspace, in which go accepts neither flag.
  const unfit = prepared.flags.some(({ name }) => name === 'mod' || name === 'modfile');
  const variables = [
    // The go command finds the go.work in its working directory.
    ...Object.entries({ ...prepared.settings.overrides, ...moduleMode.env })
      .filter(([name]) => name !== 'GOWORK')
      .map(([name, value]) => `${name}=${value}`),
    ...(unfit ? ['GOFLAGS=-mod=readonly'] : []),
  ];
  return [
    ...(variables.length > 0 ? ['env', ...variables] : []),
    'go',
    'build',
    `-buildmode=${buildMode}`,
    ...(profile === undefined ? [] : [`-pgo=${profile}`]),
    ...compileFlags(prepared, cwd, linkFlags),
  ];
}
