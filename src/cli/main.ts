import { createRequire } from 'node:module';
import yargs from 'yargs';
import { CannotDo } from '../model/finding.js';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';
import { buildCommand } from './build.js';
import { completeArguments } from './common.js';
import { doctorCommand } from './doctor.js';
import { EXIT } from './exit.js';
import { rewriteCommand } from './rewrite.js';
import { verifyCommand } from './verify.js';

/**
 * Runs one command line. @param argv without node and script; @returns the exit code: 0 done (warnings allowed),
 * 1 a finding of severity error, 2 could not do it.
 */
export async function main(argv: string[]): Promise<number> {
  const separator = argv.indexOf('--');
  const goFlags = separator < 0 ? [] : argv.slice(separator + 1);
  let exitCode: number = EXIT.done;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const parser = yargs(completeArguments(separator < 0 ? argv : argv.slice(0, separator)))
    .scriptName('gorename-plugin')
    .usage('$0 <command>\n\nBuilds Go plugins whose packages cannot clash with those of the host.')
    .parserConfiguration({
      'duplicate-arguments-array': false,
      'parse-numbers': false,
      'greedy-arrays': false,
    })
    .command(buildCommand(goFlags, finish))
    .command(rewriteCommand(goFlags, finish))
    .command(verifyCommand(finish))
    .command(doctorCommand(finish))
    .demandCommand(1, 'Name a command.')
    .strict()
    .wrap(Math.min(100, process.stdout.columns))
    .version(packageVersion())
    .alias({ h: 'help' })
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error: Error | undefined) => {
      throw (
        error ?? new CannotDo(message, 'See `gorename-plugin --help`, or `gorename-plugin COMMAND --help`.')
      );
    });
  try {
    await parser.parseAsync();
    return exitCode;
  } catch (error) {
    reportFailure(error);
    return EXIT.failed;
  }
}

/** Known failures print what and what to do; anything else is a bug and prints its trace. */
function reportFailure(error: unknown): void {
  if (error instanceof CannotDo) {
    console.error(
      `gorename-plugin: ${error.message}${error.advice === undefined ? '' : `\n${error.advice}`}`,
    );
  } else if (error instanceof GoSyntaxError) {
    console.error(
      `gorename-plugin: ${error.file}:${String(error.line)}:${String(error.column)}: ${error.message}`,
    );
  } else {
    console.error('gorename-plugin: this is a bug, please report it with the lines below:');
    console.error(error);
  }
}

function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return version;
}
