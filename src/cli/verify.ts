import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { formatInspection, inspectionDocument } from '../report/inspection.js';
import type { Outcome } from './exit.js';
import { nothingNamed } from './usage.js';

interface VerifyArguments {
  plugin: string[];
  json: boolean;
  verbose: boolean;
}

/** `verify <plugin.so>...`: reads built plugins with objdump. */
export function verifyCommand(outcome: Outcome): CommandModule<object, VerifyArguments> {
  return {
    command: 'verify [plugin...]',
    describe: 'Read built plugins: packages, their paths, exported symbols',
    builder: (yargs) =>
      yargs
        .usage('$0 verify <plugin.so>... [options]')
        .positional('plugin', {
          describe: 'A built plugin; may be stripped',
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'List the standard library, and hashes',
          },
        }),
    handler: async ({ plugin, json, verbose }) => {
      if (plugin.length === 0) throw nothingNamed('a built plugin', 'verify ./plugin1.so');
      const { inspectPlugin } = await import('../verify/inspect.js');
      const cwd = process.cwd();
      const inspections = [];
      for (const file of plugin) inspections.push(await inspectPlugin(resolve(cwd, file), cwd));
      if (json) outcome.documents.push({ version: 1, plugins: inspections.map(inspectionDocument) });
      else for (const inspection of inspections) console.log(formatInspection(inspection, { cwd, verbose }));
    },
  };
}
