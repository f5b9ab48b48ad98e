import type { CommandModule } from 'yargs';
import { SINGLE } from './commonOptions.js';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import { nothingNamed } from './usage.js';

interface HostCommandArguments {
  program: string | undefined;
  output: string | undefined;
}

/** `host <program>`: what plugin authors need to know about a host, as JSON. */
export function hostCommand(outcome: Outcome): CommandModule<object, HostCommandArguments> {
  return {
    command: 'host [program]',
    describe: 'Print a host manifest that plugin authors can build against without the binary',
    builder: (yargs) =>
      yargs
        .usage('$0 host <program> [options]')
        .positional('program', { describe: 'The program that loads plugins', type: 'string' })
        .options({ output: { ...SINGLE, alias: 'o', describe: 'Output file [default: standard output]' } })
        .example('$0 host ./server -o server.host.json', ''),
    handler: async (args) => {
      if (args.program === undefined) throw nothingNamed('the program that loads plugins', 'host ./server');
      const { runHost } = await loadCode.host();
      await runHost(args.program, args.output, outcome);
    },
  };
}
