import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { formatJson } from '../report/formatJson.js';
import { SINGLE } from './commonOptions.js';
import type { Outcome } from './exit.js';
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
    handler: async ({ program, output }) => {
      if (program === undefined) throw nothingNamed('the program that loads plugins', 'host ./server');
      const [{ readHost }, { toManifest }, { writeManifest }] = await Promise.all([
        import('../host/readHost.js'),
        import('../host/manifest.js'),
        import('../host/writeManifest.js'),
      ]);
      const cwd = process.cwd();
      const host = await readHost(resolve(cwd, program), cwd);
      if (host.source !== 'binary') {
        throw new UserError(
          `${program} is not a binary; manifests are made from host binaries`,
          'Build the host, and name the built program.',
        );
      }
      const manifest = toManifest(host);
      if (output === undefined) outcome.documents.push(manifest);
      else writeManifest(formatJson(manifest), resolve(cwd, output), cwd);
    },
  };
}
