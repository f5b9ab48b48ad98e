import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/userError.js';
import { PROJECT_FILES } from '../project/findProject.js';
import { formatProposal, proposeProject } from '../project/proposeProject.js';
import { createFile } from '../store/writeFile.js';
import { printLine } from './terminal.js';

/**
 * Writes a gorename.yaml for the plugins and hosts in the current directory.
 * @throws UserError if there is such a file, or no plugin.
 */
export async function runInit(): Promise<void> {
  const cwd = process.cwd();
  refuseExisting(cwd);
  const proposal = await proposeProject(cwd);
  if (proposal.plugins.length === 0) {
    throw new UserError(
      'no plugin found here: no main package that exports a function or variable and whose function main is empty',
      'Run `gorename-plugin init` in the directory of your go.mod, or write gorename.yaml by hand (`gorename-plugin help gorename.yaml`).',
    );
  }
  refuseExisting(cwd);
  createFile(join(cwd, 'gorename.yaml'), formatProposal(proposal));
  printLine(`wrote gorename.yaml with ${proposal.plugins.join(', ')}`);
}

/** @throws UserError if there is such a file: it may have been edited. */
function refuseExisting(cwd: string): void {
  const existing = PROJECT_FILES.find((name) => existsSync(join(cwd, name)));
  if (existing === undefined) return;
  throw new UserError(
    `${existing} already exists`,
    'Edit it, or remove it first: init never overwrites a file.',
  );
}
