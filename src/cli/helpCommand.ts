import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { FINDING_PAGES, readFindingPage } from '../base/findingPages.js';
import { PACKAGE_ROOT } from '../base/packageRoot.js';
import { didYouMean, nearestNames } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import { printLine } from './terminal.js';

/** The page that lists all findings, and the topic that shows it. */
const INDEX = 'README';
const FINDINGS = 'findings';

/** The topic whose page describes the keys of the project's file. */
const PROJECT = 'gorename.yaml';

/**
 * `help COMMAND` as yargs knows it.
 * @param words - the command line up to `--`.
 * @param commands - names of commands.
 */
export function helpOfCommand(words: readonly string[], commands: readonly string[]): string[] {
  const [first, topic = '', ...others] = words;
  return first === 'help' && commands.includes(topic) ? [topic, '--help', ...others] : [...words];
}

/** What `help` has a page of: kinds of findings, the list of them, and the project's file. */
function listTopics(): string[] {
  const pages = readdirSync(FINDING_PAGES).map((file) => file.replace(/\.md$/, ''));
  return [FINDINGS, PROJECT, ...pages.filter((page) => page !== INDEX)];
}

/**
 * `help [topic]`: the page of a finding, or of gorename.yaml.
 * @param commands - names of commands whose help yargs shows.
 * @param completes - whether a shell asks for what may be typed. Yargs refuses what is not a choice without a word on
 *   what comes near.
 */
export function helpCommand(
  commands: readonly string[],
  completes: boolean,
): CommandModule<object, { topic: string }> {
  return {
    command: 'help [topic]',
    describe:
      'Explain a finding (by its kind), list all findings (`help findings`), describe gorename.yaml (`help gorename.yaml`), or show the help of a command',
    builder: (yargs) =>
      yargs
        .usage('$0 help [KIND | findings | gorename.yaml | COMMAND]')
        .positional('topic', {
          describe: 'The kind of a finding, as in `warning[KIND]`; findings; gorename.yaml; or a command',
          type: 'string',
          default: '',
          defaultDescription: 'all commands',
          ...(completes ? { choices: [...listTopics(), ...commands] } : {}),
        })
        .example('$0 help exported-renamed-type', ''),
    handler: ({ topic }) => {
      // People copy it as a message shows it.
      const name = topic.replace(/^(?:warning|error)\[(.+?)\].*$/s, '$1');
      const topics = listTopics();
      if (!topics.includes(name)) throw unknownTopic(name, [...topics, ...commands]);
      printLine(readPage(name));
    },
  };
}

function readPage(topic: string): string {
  if (topic === PROJECT) return readFileSync(join(PACKAGE_ROOT, 'docs/project-file.md'), 'utf8').trimEnd();
  return readFindingPage(topic === FINDINGS ? INDEX : topic);
}

function unknownTopic(name: string, topics: readonly string[]): UserError {
  return new UserError(
    `no help for ${name}`,
    didYouMean(nearestNames(name, topics)) +
      '`gorename-plugin help findings` lists the findings, `gorename-plugin help` the commands.',
  );
}
