import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import { isWithin } from '../base/isWithin.js';
import type { Judgement } from '../findings/policy.js';
import type { Finding } from '../findings/finding.js';
import type { Position } from '../model/documentValues.js';

/** A finding, and what it is about if it has no source position. */
export interface ReportedFinding {
  finding: Finding;
  /** Absolute: the go.mod of a plugin that was built, or the built plugin. */
  subject: string;
  /** What it is for this command; undefined: what its kind says. */
  judged?: Judgement;
}

/** The file, beside the sources of a plugin, that findings without a source position are shown at: its go.mod. */
export function subjectOf(dir: string): string {
  for (let place = dir; ; place = dirname(place)) {
    const file = join(place, 'go.mod');
    if (existsSync(diskPath(file))) return file;
    if (place === dirname(place)) return dir;
  }
}

/** The root of the repository that a directory is in; the directory itself if it is in none. */
export function repositoryRoot(dir: string): string {
  for (let place = dir; ; place = dirname(place)) {
    // A file in work trees and submodules.
    if (existsSync(diskPath(join(place, '.git')))) return place;
    if (place === dirname(place)) return dir;
  }
}

/**
 * The source position of a finding; undefined if it has none, or one that only names a file in its module, as those
 * from the plan of a built file do.
 */
export function positionOf(finding: Finding): Position | undefined {
  return 'position' in finding && isAbsolute(finding.position.file) ? finding.position : undefined;
}

/** Where services for code show a finding: in the repository, even if its position is in the module cache. */
export function shownAt(
  { finding, subject }: ReportedFinding,
  root: string,
): { file: string; line: number; column: number | undefined } {
  const position = positionOf(finding);
  if (position === undefined || !isWithin(position.file, root))
    return { file: subject, line: 1, column: undefined };
  return position;
}
