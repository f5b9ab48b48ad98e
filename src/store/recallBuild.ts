import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { digest } from '../base/digest.js';
import { diskPath } from '../base/diskPath.js';
import type { Finding } from '../findings/finding.js';
import { KINDS } from '../findings/kinds.generated.js';
import { readRecord, writeRecord, type RecordSchema } from './records.js';
import { goEnvironment } from './goEnvironment.js';
import { areUnchanged, stampFile, stampsSchema, type Stamps } from './stamps.js';

/** A build as the command line asks for it. */
export interface BuildRequest {
  /** Absolute root of the work trees. */
  workDir: string;
  /** Absolute directory of the main package. */
  dir: string;
  /** The files of it that the user named. */
  files?: readonly string[] | undefined;
  cwd: string;
  /** Everything else that it depends on: the whole command line. */
  words: readonly string[];
}

/** The result of a build, as far as it must be reported again. */
export interface RememberedBuild {
  /** Absolute. */
  output: string;
  findings: Finding[];
  /** What is shared with the host, and taken over from it, a line each. */
  notes: string[];
  /** What --json prints. */
  document: object;
  /** Files that describe the build. */
  descriptions: DescriptionFile[];
}

/** A file that the user asked for beside the output: --sbom, --report. */
export interface DescriptionFile {
  /** Absolute. */
  file: string;
  text: string;
}

interface Record_ extends RememberedBuild {
  key: string;
  stamps: Stamps;
  /** The output, and its header if it has one. */
  outputs: Record<string, string>;
}

const schema: RecordSchema<Record_> = v.object({
  key: v.string(),
  output: v.string(),
  // All kinds together have a hundred fields; the record's digest protects these.
  findings: v.array(v.custom<Finding>(isFinding)),
  notes: v.array(v.string()),
  document: v.custom<object>(isObject),
  descriptions: v.array(v.object({ file: v.string(), text: v.string() })),
  stamps: stampsSchema,
  outputs: v.record(v.string(), v.string()),
});

function isFinding(value: unknown): boolean {
  return (
    isObject(value) && 'kind' in value && typeof value.kind === 'string' && Object.hasOwn(KINDS, value.kind)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The result of the last such build, if nothing that it depends on has changed since: command line, environment, inputs,
 * the output itself. Undefined otherwise.
 */
export function recallBuild(request: BuildRequest): (RememberedBuild & { stamps: Stamps }) | undefined {
  const known = readRecord(recordFile(request), schema);
  if (known?.key !== keyOf(request)) return undefined;
  const { output, findings, notes, document, descriptions, stamps, outputs } = known;
  const wholeOutputs = { files: outputs, directories: {}, absent: [], outputs: [] };
  return areUnchanged(wholeOutputs) && areUnchanged(stamps)
    ? { output, findings, notes, document, descriptions, stamps }
    : undefined;
}

/**
 * Keeps a build for `recallBuild`.
 * @param stamps - of its inputs.
 * @param outputs - the files that it has written, absolute.
 */
export function rememberBuild(
  request: BuildRequest,
  build: RememberedBuild,
  stamps: Stamps,
  outputs: readonly string[],
): void {
  const record: Record_ = {
    ...build,
    key: keyOf(request),
    stamps,
    outputs: Object.fromEntries(outputs.map((file) => [file, stampFile(file)])),
  };
  writeRecord(recordFile(request), record);
}

/**
 * Makes the outputs of a remembered build as new as what make compares them with, and notes that in the record.
 * @param request - of a build that was just remembered or recalled.
 */
export function touchBuild(request: BuildRequest): void {
  const known = readRecord(recordFile(request), schema);
  if (known?.key !== keyOf(request)) return;
  const now = new Date();
  const outputs = Object.keys(known.outputs);
  for (const file of outputs) utimesSync(diskPath(file), now, now);
  writeRecord(recordFile(request), {
    ...known,
    outputs: Object.fromEntries(outputs.map((file) => [file, stampFile(file)])),
  });
}

/**
 * One record per command line: builds of one plugin for several hosts, or to several outputs, are all remembered. The
 * first part of its name is the plugin's.
 */
function recordFile({ workDir, dir, files, cwd, words }: BuildRequest): string {
  const [plugin, commandLine] = [digest([dir, cwd]), digest([words, files ?? []])];
  return join(workDir, 'fingerprints', `${plugin}-${commandLine.slice(0, 16)}.json`);
}

function keyOf({ words }: BuildRequest): string {
  return digest([process.version, words, goEnvironment()]);
}
