import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Log, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import { diskPath } from '../base/diskPath.js';
import { readFindingPage } from '../base/findingPages.js';
import { isWithin } from '../base/isWithin.js';
import type { Command } from '../findings/defineFinding.js';
import { describeFinding } from '../findings/findingText.js';
import { KINDS } from '../findings/kinds.generated.js';
import type { Failure } from './describeFailure.js';
import { printable } from './printable.js';
import { positionOf, repositoryRoot, shownAt, type ReportedFinding } from './reportedFinding.js';

/** A command that writes such a log. */
export type ReportedCommand = Command | 'rewrite';

/** One run of a command, for {@link sarifLog}. */
export interface ReportedRun {
  command: ReportedCommand;
  findings: readonly ReportedFinding[];
  /** Why the command failed; undefined if it did not. */
  failure: Failure | undefined;
  exitCode: number;
  /** Absolute: the user's directory. */
  cwd: string;
  /** Version of this program. */
  version: string;
}

/** What paths in the log are relative to. */
const ROOT = '%SRCROOT%';

/**
 * The findings of a run in the Static Analysis Results Interchange Format 2.1.0. Each result has a location in the
 * repository, which services need to show it.
 */
export function sarifLog({ command, findings, failure, exitCode, cwd, version }: ReportedRun): Log {
  const root = repositoryRoot(cwd);
  // These plan a build, and show what is found then.
  const reporter = command === 'rewrite' || command === 'explain' ? 'build' : command;
  const rules = Object.values(KINDS).filter(({ reportedBy }) => reportedBy.includes(reporter));
  const indices = new Map<string, number>(rules.map(({ kind }, index) => [kind, index]));
  const notifications = failure === undefined ? [] : [failure];
  return {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'gorename-plugin', version, rules: rules.map(({ kind }) => ruleOf(kind)) } },
        // Results of build and verify for one commit do not replace each other.
        automationDetails: { id: `gorename-plugin/${command}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: directoryUri(root) } },
        invocations: [
          {
            executionSuccessful: failure === undefined,
            exitCode,
            workingDirectory: { uri: directoryUri(cwd) },
            toolExecutionNotifications: notifications.map(({ message, advice }) => ({
              level: 'error' as const,
              message: { text: lines(message, advice) },
            })),
          },
        ],
        results: findings.map((reported) => ({
          ...resultOf(reported, root, cwd),
          ruleIndex: indices.get(reported.finding.kind) ?? -1,
        })),
      },
    ],
  };
}

function resultOf(reported: ReportedFinding, root: string, cwd: string): Result {
  const { finding, judged } = reported;
  const { severity, message, details = [], why, advice } = describeFinding(finding, cwd);
  const { file, line, column } = shownAt(reported, root);
  const position = positionOf(finding);
  // A place in the module cache: the message names it, and a viewer on this machine can open it.
  const elsewhere: Location[] =
    position === undefined || position.file === file
      ? []
      : [{ id: 0, physicalLocation: physicalLocation(position.file, root, position.line, position.column) }];
  return {
    ruleId: finding.kind,
    level: judged === undefined || judged === 'allowed' ? severity : judged,
    ...(judged === 'allowed' ? { suppressions: [{ kind: 'external', justification: '--allow' }] } : {}),
    message: { text: lines(message, ...details, why, advice) },
    locations: [{ physicalLocation: physicalLocation(file, root, line, column) }],
    ...(elsewhere.length > 0 ? { relatedLocations: elsewhere } : {}),
  };
}

/** The rule of a kind of finding, with its page. */
export function ruleOf(kind: keyof typeof KINDS): ReportingDescriptor {
  const { severity, why } = KINDS[kind];
  const markdown = withoutLinks(readFindingPage(kind));
  return {
    id: kind,
    name: kind.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: kind.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase()) },
    fullDescription: { text: why },
    help: { text: markdown, markdown },
    defaultConfiguration: { level: severity },
    properties: { tags: ['go', 'plugin'], 'problem.severity': severity },
  };
}

/** Links between pages lead nowhere outside of the package. */
function withoutLinks(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\((?!https?:)[^)\s]+\)/g, '$1');
}

function physicalLocation(file: string, root: string, line: number, column?: number): PhysicalLocation {
  return {
    artifactLocation: isWithin(file, root)
      ? { uri: encodePath(relative(root, file)), uriBaseId: ROOT }
      : { uri: `file://${encodePath(file)}` },
    region: {
      startLine: line,
      ...(column === undefined ? {} : { startColumn: utf16Column(file, line, column) }),
    },
  };
}

/** The column in UTF-16 code units, from 1, for one in bytes; the same if the file is not there. */
function utf16Column(file: string, line: number, column: number): number {
  try {
    const text = readFileSync(diskPath(file)).toString('latin1').split('\n')[line - 1] ?? '';
    return Buffer.from(text.slice(0, column - 1), 'latin1').toString().length + 1;
  } catch {
    return column;
  }
}

function directoryUri(dir: string): string {
  return `${pathToFileURL(dir).href.replace(/\/$/, '')}/`;
}

/** A path as a part of a URI, byte by byte: names of files need not be UTF-8. */
function encodePath(path: string): string {
  const bytes = Buffer.from(diskPath(sep === '/' ? path : path.replaceAll(sep, '/')));
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w./~!$&'()*+,;=@-]/.test(character) ? character : `%${hex(byte)}`;
    })
    .join('');
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

function lines(...texts: (string | undefined)[]): string {
  return printable(texts.filter((text) => text !== undefined && text !== '').join('\n'));
}
