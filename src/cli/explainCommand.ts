import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/finding.js';
import { parseNoIsolate } from '../base/noIsolate.js';
import { DEFAULT_PREFIX, type BuildMode } from '../model/options.js';
import {
  BUILD_MODE_OPTION,
  chooseHost,
  chooseWorkDir,
  HOST_OPTIONS,
  WORK_DIR_OPTION,
  type HostArguments,
} from './commonOptions.js';
import { EXIT, type Outcome } from './exit.js';
import { choosePlugin } from './choosePlugins.js';
import { nothingNamed } from './usage.js';
import { printLine, printNote } from './terminal.js';

interface ExplainArguments extends HostArguments {
  dir: string | undefined;
  package: string | undefined;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  json: boolean;
}

/** `explain <dir> [import/path]`: why each package is renamed, kept or split. */
export function explainCommand(goFlags: string[], outcome: Outcome): CommandModule<object, ExplainArguments> {
  return {
    command: 'explain [dir] [package]',
    describe: 'Explain why packages are renamed, kept or split',
    builder: (yargs) =>
      yargs
        .usage('$0 explain <dir> [import/path] [options] [-- go build flags]')
        .positional('dir', { describe: "Directory of the plugin's main package", type: 'string' })
        .positional('package', {
          describe: 'Import path of one package; default: all packages',
          type: 'string',
        })
        .options({
          ...HOST_OPTIONS,
          ...BUILD_MODE_OPTION,
          ...WORK_DIR_OPTION,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
        })
        .example('$0 explain ./plugin1 github.com/tidwall/match', '')
        .example('$0 explain ./plugin1 --host ./server --keep example.com/sdk', ''),
    handler: (args) => explain(args, goFlags, outcome),
  };
}

async function explain(args: ExplainArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  if (args.dir === undefined)
    throw nothingNamed("the directory of a plugin's main package", 'explain ./plugin1');
  const { planPlugin } = await import('../app/buildPlugin.js');
  const { explainPlan, explanationDocument, formatExplanation, formatExplanations } =
    await import('../report/explainPlan.js');
  const { formatFinding } = await import('../findings/findingText.js');
  const cwd = process.cwd();
  const { graph, plan, host, findings } = await planPlugin({
    cwd,
    ...choosePlugin(args.dir, cwd),
    goFlags,
    buildMode: args.buildmode,
    prefix: DEFAULT_PREFIX,
    workDir: chooseWorkDir(args['work-dir'], cwd),
    buildInfo: 'original',
    bill: false,
    isolation: parseNoIsolate(undefined),
    isolateOwn: false,
    host: chooseHost(args, cwd),
  });
  for (const finding of findings) printNote(formatFinding(finding, cwd));
  if (hasErrors(findings)) outcome.exitCode = EXIT.finding;
  const all = explainPlan(graph, plan, host);
  const asked =
    args.package === undefined ? all : all.filter(({ importPath }) => importPath === args.package);
  if (asked.length === 0) throw notImported(args.package ?? '', plan.main.from, all);
  if (args.json) outcome.documents.push(explanationDocument(plan.main, asked));
  else if (args.package === undefined) printLine(formatExplanations(asked));
  else printLine(asked.map(formatExplanation).join('\n'));
}

function notImported(path: string, main: string, all: readonly { importPath: string }[]): UserError {
  const near = all
    .map(({ importPath }) => importPath)
    .filter((one) => one.startsWith(`${path}/`) || path.startsWith(`${one}/`));
  return new UserError(
    `${path} is not in the build of ${main}: no package imports it`,
    near.length > 0
      ? `Packages in the build: ${near.slice(0, 5).join(', ')}.`
      : 'Without an import path, explain lists all packages.',
  );
}
