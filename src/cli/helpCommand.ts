import { readdirSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import { FINDING_PAGES, readFindingPage } from '../base/findingPages.js';
import { didYouMean, nearestNames } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import { printLine } from './terminal.js';

/** The page that lists all findings, and the topic that shows it. */
const INDEX = 'README';
const FINDINGS = 'findings';

/**
 * `help COMMAND` as yargs knows it.
 * @param words - the command line up to `--`.
 * @param commands - names of commands.
 */
export function helpOfCommand(words: readonly string[], commands: readonly string[]): string[] {
  const [first, topic = '', ...others] = words;
  return first === 'help' && commands.includes(topic) ? [topic, '--help', ...others] : [...words];
}

/** What `help` has a page of: kinds of findings, and the list of them. */
function listTopics(): string[] {
  const pages = readdirSync(FINDING_PAGES).map((file) => file.replace(/\.md$/, ''));
  return [FINDINGS, ...pages.filter((page) => page !== INDEX)];
}

/**
 * `help [topic]`: the page of a finding.
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
      'Explain a finding (by its kind), list all findings (`help findings`), or show the help of a command',
    builder: (yargs) =>
      yargs
        .usage('$0 help [KIND | findings | COMMAND]')
        .positional('topic', {
          describe: 'The kind of a finding, as in `warning[KIND]`; findings; or a command',
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
      printLine(readFindingPage(name === FINDINGS ? INDEX : name));
    },
  };
}

function unknownTopic(name: string, topics: readonly string[]): UserError {
  return new UserError(
    `no help for ${name}`,
    didYouMean(nearestNames(name, topics)) +
      '`gorename-plugin help findings` lists the findings, `gorename-plugin help` the commands.',
  );
}
