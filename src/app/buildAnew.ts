import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { headerOf } from '../gobuild/publishOutput.js';
import { buildDocument } from '../report/buildDocument.js';
import { formatSharedRoots } from '../report/planText.js';
import { formatTaken } from '../report/takenText.js';
import { rememberBuild } from '../store/recallBuild.js';
import { buildPlugin } from './buildPlugin.js';
import { hostOf, requestOf, type BuildJob, type FinishedBuild } from './recallOrBuild.js';
import { writeDescriptions } from './writeDescriptions.js';

/**
 * Runs a build that is not recorded yet, and records it.
 * @throws UserError, Refused
 */
export async function buildAnew({ options, words, verbose, describe }: BuildJob): Promise<FinishedBuild> {
  const startedAt = performance.now();
  const result = await buildPlugin(options);
  const document = buildDocument(result, options.cwd, options.policy);
  const { output, findings, stamps, taken = [], roots = [] } = result;
  const notes = [...formatTaken(taken, hostOf(options), verbose), ...formatSharedRoots(roots)];
  const descriptions = await describe(result);
  if (output !== undefined && stamps !== undefined && output !== devNull) {
    const outputs = [output, headerOf(output)].filter((file) => existsSync(file));
    const remembered = { output, findings, notes, document, descriptions };
    rememberBuild(requestOf(options, words), remembered, stamps, outputs);
  }
  writeDescriptions(descriptions, options);
  const made = { result, milliseconds: performance.now() - startedAt };
  return { notes, findings, document, output, stamps, made };
}
