import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { inspectPlugin } from '../verify/inspect.js';
import { formatJson } from '../report/buildDocument.js';
import { formatInspection, inspectionDocument } from '../report/inspection.js';
import { EXIT } from './exit.js';

interface VerifyArguments {
  plugin: string[];
  json: boolean;
  verbose: boolean;
}

/** `verify <plugin.so>...`: reads built plugins with objdump. */
export function verifyCommand(finish: (code: number) => void): CommandModule<object, VerifyArguments> {
  return {
    command: 'verify <plugin...>',
    describe: 'Read built plugins: packages, their paths, exported symbols',
    builder: (yargs) =>
      yargs
        .usage('$0 verify <plugin.so>... [options]')
        .positional('plugin', {
          describe: 'A built plugin; may be stripped',
          type: 'string',
          array: true,
          demandOption: true,
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
      const cwd = process.cwd();
      const inspections = [];
      for (const file of plugin) inspections.push(await inspectPlugin(resolve(cwd, file), cwd));
      if (json)
        process.stdout.write(formatJson({ version: 1, plugins: inspections.map(inspectionDocument) }));
      else
        console.log(
          inspections.map((inspection) => formatInspection(inspection, { cwd, verbose })).join('\n'),
        );
      finish(EXIT.done);
    },
  };
}
