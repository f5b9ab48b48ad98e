import { linkSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../base/directories.js';
import { UserError } from '../base/userError.js';
import { renderPrefix } from '../names/prefixTemplate.js';
import { environment } from '../process/call.js';
import { readSmall } from './records.js';
import { draftIn } from './drafts.js';
import { touch } from './lastUse.js';
import { writeFile } from './writeFile.js';

export interface PrefixRequest {
  /** Absolute root of the work trees. */
  workDir: string;
  template: string;
  /** Full digest of the dependency set. */
  hash: string;
  plugin: string;
  /** Only read, record nothing (--dry-run). */
  readOnly: boolean;
}

/**
 * The prefix of a dependency set. `{time}` is when the set was first built in this work directory, so a rebuild keeps
 * it. If the template has no `{hash}`, the next free second is used, so that two sets never share a prefix.
 * @throws UserError if SOURCE_DATE_EPOCH sets the second, and another set already has it.
 */
export function choosePrefix(request: PrefixRequest): string {
  const { workDir, template, hash, plugin, readOnly } = request;
  const fixed = sourceDateEpoch();
  const time = fixed ?? (template.includes('{time}') ? firstBuildTime(request) : 0);
  const prefix = renderPrefix(template, { time, hash, plugin });
  const shared = fixed !== undefined && template.includes('{time}') && !template.includes('{hash}');
  if (shared && ownerOf(prefix, { workDir, hash, readOnly }) !== hash) {
    throw new UserError(
      `SOURCE_DATE_EPOCH=${String(time)} gives these dependencies the prefix ${prefix}, already used by another dependency set`,
      'Put {hash} into --prefix: plugins with different dependencies under one prefix do not load into one host.',
    );
  }
  return prefix;
}

/** @throws UserError if SOURCE_DATE_EPOCH is not a number. See reproducible-builds.org/specs/source-date-epoch. */
function sourceDateEpoch(): number | undefined {
  const value = environment()['SOURCE_DATE_EPOCH'];
  if (value === undefined || value === '') return undefined;
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(Number(value))) {
    throw new UserError(
      `SOURCE_DATE_EPOCH=${value} is not a time`,
      'Set it to seconds since 1970, or unset it.',
    );
  }
  return Number(value);
}

function firstBuildTime({ workDir, template, hash, plugin, readOnly }: PrefixRequest): number {
  const record = join(workDir, 'sets', `${hash}.${encodeURIComponent(template)}`);
  const known = readIfValid(record, TIME);
  if (known !== undefined) {
    touch(record);
    touch(join(workDir, 'prefixes', renderPrefix(template, { time: Number(known), hash, plugin })));
    return Number(known);
  }
  let time = Math.floor(Date.now() / 1000);
  if (readOnly) return time;
  makeDirectory(join(workDir, 'sets'));
  // Another set then tries the next second.
  while (ownerOf(renderPrefix(template, { time, hash, plugin }), { workDir, hash, readOnly }) !== hash)
    time++;
  return Number(claim(record, String(time), TIME));
}

/** The set that a prefix belongs to: the first one that requested it. */
function ownerOf(
  prefix: string,
  { workDir, hash, readOnly }: Omit<PrefixRequest, 'template' | 'plugin'>,
): string {
  const file = join(workDir, 'prefixes', prefix);
  if (readOnly) return readIfValid(file, DIGEST) ?? hash;
  makeDirectory(join(workDir, 'prefixes'));
  return claim(file, hash, DIGEST);
}

/** Content of the records: seconds since 1970, of this century and the next two; the hash of a set. */
const TIME = /^[1-9]\d{9}$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** Creates `file` with `content` unless it exists with `valid` content; returns the content afterwards. */
function claim(file: string, content: string, valid: RegExp): string {
  // A link appears with its content; a file opened for writing could be read while it is still empty.
  const draft = draftIn(dirname(file));
  try {
    writeFile(draft, content);
    linkSync(draft, file);
    return content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const known = readIfValid(file, valid);
    if (known === undefined) renameSync(draft, file);
    return known ?? content;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readIfValid(file: string, valid: RegExp): string | undefined {
  const text = readSmall(file)?.toString('latin1');
  return text !== undefined && valid.test(text) ? text : undefined;
}
