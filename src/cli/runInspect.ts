import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { planPlugin } from '../app/planPlugin.js';
import { nearestFiles } from '../base/nearestFiles.js';
import { didYouMean } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import { formatDiff } from '../report/formatDiff.js';
import { formatRewritten } from '../report/formatRewritten.js';
import { rewrittenFiles } from '../worktree/rewrittenFiles.js';
import { choosePlugin } from './choosePlugins.js';
import type { Outcome } from './exit.js';
import type { InspectArguments } from './inspectCommand.js';
import { chooseBuild, planned } from './listBuilds.js';
import { printLine } from './terminal.js';
import { nothingNamed } from './usage.js';

/**
 * Shows what a build changes in one file.
 * @throws UserError
 */
export async function inspect(args: InspectArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  if (args.file === undefined) throw nothingNamed('a source file', 'inspect plugin1/main.go');
  const cwd = process.cwd();
  const path = resolve(cwd, args.file);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UserError(
      `${args.file}: no such file`,
      `${didYouMean(nearestFiles(path, cwd, 'file'))}Name a source file of the plugin or of a package in its build.`,
    );
  const isMain = /^package main\b/m.test(readFileSync(path, 'latin1'));
  const dir = args.dir ?? (isMain ? dirname(args.file) : '.');
  outcome.subject = resolve(cwd, dir);
  const build = await chooseBuild(await choosePlugin(dir, cwd), args, goFlags, cwd);
  const { graph, plan, sources } = await planPlugin(planned(build, args['work-dir'], cwd), false);
  const real = realpathSync(path);
  const file = sources.find((one) => one.path === real || one.path === path);
  if (file === undefined) {
    throw new UserError(
      `${args.file} is not in the build of ${plan.main.from}`,
      'Name the plugin after the file: inspect FILE DIR. Tests, files for other systems, and packages that are not renamed are not copied.',
    );
  }
  const [rewritten] = rewrittenFiles({ graph, plan, sources }, file.path);
  printLine(formatRewritten(file, rewritten, plan, cwd));
  if (rewritten !== undefined) printLine(`\n${formatDiff(rewritten, plan, cwd)}`);
}
