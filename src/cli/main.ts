import yargs, { type Argv, type CommandModule } from 'yargs';
import { Refused } from '../findings/refused.js';
import { interruption } from '../process/call.js';
import { catchSignals, passOnSignal } from '../process/interruption.js';
import type { Failure } from '../report/describeFailure.js';
import { formatJson } from '../report/formatJson.js';
import { buildCommand } from './buildCommand.js';
import { cacheCommand } from './cacheCommand.js';
import { cleanCommand } from './cleanCommand.js';
import { completeArguments } from './commonOptions.js';
import { checkShell, completeWords, completionWords } from './completion.js';
import { fail, showRefusal } from './showFailure.js';
import { doctorCommand } from './doctorCommand.js';
import { EXIT, startOutcome } from './exit.js';
import { explainCommand } from './explainCommand.js';
import { helpCommand, helpOfCommand } from './helpCommand.js';
import { hostCommand } from './hostCommand.js';
import { initCommand } from './initCommand.js';
import { makefileCommand } from './makefileCommand.js';
import { pathsCommand } from './pathsCommand.js';
import { inspectCommand } from './inspectCommand.js';
import { probeCommand } from './probeCommand.js';
import { rewriteCommand } from './rewriteCommand.js';
import { guardStreams } from './streams.js';
import { checkWords, commandWords, explainUsage, NO_COMMAND, suggestFlag, UnknownFlag } from './usage.js';
import { traceCommand } from './traceCommand.js';
import { verifyCommand } from './verifyCommand.js';
import { loadCode } from './loadCode.js';
import { packageVersion } from '../report/programVersion.js';
import { versionCommand } from './versionCommand.js';
import { endStatus, helpWidth, isGithubActions, printJson, printLine } from './terminal.js';

const COMPLETION = 'completion';

/**
 * Runs one command line.
 * @param argv - without node and script.
 * @returns the exit code: 0 done (warnings allowed), 1 a finding of severity error, 2 the command failed. Does not
 *   return when a signal stopped the run.
 */
export async function main(argv: string[]): Promise<number> {
  catchSignals();
  const outputFailed = guardStreams();
  const separator = argv.indexOf('--');
  const named = completionWords(separator < 0 ? argv : argv.slice(0, separator));
  if ('script' in named) {
    printLine(named.script);
    return EXIT.done;
  }
  const words = named;
  const goFlags = separator < 0 ? [] : argv.slice(separator + 1);
  const outcome = startOutcome();
  let failure: Failure | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as yargs types a list of commands
  const commands: CommandModule<object, any>[] = [
    buildCommand(goFlags, outcome),
    rewriteCommand(goFlags, outcome),
    verifyCommand(outcome),
    hostCommand(outcome),
    probeCommand(outcome),
    explainCommand(goFlags, outcome),
    inspectCommand(goFlags, outcome),
    traceCommand(),
    pathsCommand(),
    initCommand(),
    makefileCommand(),
    cleanCommand('clean'),
    cacheCommand(),
    doctorCommand(outcome),
    versionCommand(outcome),
  ];
  const names = [...commands.map(({ command }) => String(command).replace(/ .*/, '')), COMPLETION];
  const line = { words, goFlags, commands: names };
  const parserOf = (args: readonly string[]): Argv =>
    withoutHelpOfEachRun(yargs(completeArguments(helpOfCommand(args, names))))
      .scriptName('gorename-plugin')
      .usage('$0 <command>\n\nBuilds Go plugins whose packages cannot clash with those of the host.')
      .parserConfiguration({ 'camel-case-expansion': false, 'parse-numbers': false, 'greedy-arrays': false })
      // Only yargs could translate its messages; those of the go command and ours are in English.
      .detectLocale(false)
      .command(commands)
      .command(helpCommand(names, words.includes('--get-yargs-completions')))
      .completion(
        COMPLETION,
        'Print a completion script, also for a named shell: completion bash, zsh or fish',
      )
      .demandCommand(1, NO_COMMAND)
      .recommendCommands()
      .strict()
      .wrap(helpWidth())
      .version(packageVersion())
      .alias({ h: 'help' })
      .exitProcess(false)
      .showHelpOnFail(false)
      .fail((message, error: Error | undefined) => {
        throw error === undefined || error.name === 'YError' ? explainUsage(message, line) : error;
      });
  const completions = await completeWords(words, process.cwd(), (command) => parserOf([command]).getHelp());
  if (completions !== undefined) {
    for (const one of completions) printLine(one);
    return EXIT.done;
  }
  try {
    checkWords(line);
    checkShell(words);
    await parserOf(words).parseAsync();
  } catch (caught) {
    endStatus();
    const error =
      caught instanceof UnknownFlag
        ? suggestFlag(caught, await parserOf(commandWords(line)).getHelp())
        : caught;
    if (interruption().aborted) passOnSignal();
    if (error instanceof Refused) {
      await showRefusal(error, words, outcome);
    } else {
      failure = fail(error, words, outcome);
    }
  }
  if (outcome.sarif !== undefined || (isGithubActions() && (outcome.reported.length > 0 || failure))) {
    try {
      const { writeReports } = await loadCode.writeReports();
      writeReports(outcome, failure);
    } catch (error) {
      fail(error, words, outcome);
    }
  }
  endStatus();
  const { documents, exitCode } = outcome;
  if (documents.length > 0) printJson(formatJson(documents.length > 1 ? documents : documents[0]));
  return outputFailed() ? EXIT.failed : exitCode;
}

/**
 * yargs formats the help of each command that it runs, in case that the command asks for it; none of ours does. It takes
 * 12 to 16 ms of CPU time, on Node and in the executable, before the first go command starts.
 */
function withoutHelpOfEachRun(parser: Argv): Argv {
  const ofYargs = parser as unknown as {
    getInternalMethods: () => { getUsageInstance: () => { cacheHelpMessage: () => void } };
  };
  ofYargs.getInternalMethods().getUsageInstance().cacheHelpMessage = () => undefined;
  return parser;
}
