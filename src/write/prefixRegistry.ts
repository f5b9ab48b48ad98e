import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotDo } from '../model/finding.js';
import { renderPrefix } from '../plan/prefix.js';

export interface PrefixRequest {
  /** Absolute root of the work trees. */
  workDir: string;
  template: string;
  /** Full digest of the dependency set. */
  hash: string;
  plugin: string;
  /** Look, but record nothing (--dry-run). */
  readOnly: boolean;
}

/**
 * The prefix of a dependency set. `{time}` is when the set was first built in this work directory, so a rebuild keeps
 * it; where the template has no `{hash}`, the next free second is taken, so two sets never share a prefix.
 */
export function choosePrefix(request: PrefixRequest): string {
  const { template, hash, plugin } = request;
  const fixed = sourceDateEpoch();
  const time = fixed ?? (template.includes('{time}') ? firstBuildTime(request) : 0);
  return renderPrefix(template, { time, hash, plugin });
}

/** @throws CannotDo when SOURCE_DATE_EPOCH is no number. See reproducible-builds.org/specs/source-date-epoch. */
function sourceDateEpoch(): number | undefined {
  const value = process.env['SOURCE_DATE_EPOCH'];
  if (value === undefined || value === '') return undefined;
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(Number(value))) {
    throw new CannotDo(
      `SOURCE_DATE_EPOCH=${value} is not a time`,
      'Set it to seconds since 1970, or unset it.',
    );
  }
  return Number(value);
}

function firstBuildTime({ workDir, template, hash, plugin, readOnly }: PrefixRequest): number {
  const record = join(workDir, 'sets', `${hash}.${encodeURIComponent(template)}`);
  const known = readIfThere(record);
  if (known !== undefined) return Number(known);
  let time = Math.floor(Date.now() / 1000);
  if (readOnly) return time;
  mkdirSync(join(workDir, 'sets'), { recursive: true });
  mkdirSync(join(workDir, 'prefixes'), { recursive: true });
  // Whoever creates the file owns the prefix; another set then tries the next second.
  while (claim(join(workDir, 'prefixes', renderPrefix(template, { time, hash, plugin })), hash) !== hash)
    time++;
  return Number(claim(record, String(time)));
}

/** Creates `file` with `content` unless it is there; gives what it holds afterwards. */
function claim(file: string, content: string): string {
  // A link appears with its content; a file opened for writing could be read while it is still empty.
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(draft);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
