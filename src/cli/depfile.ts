import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeDirectory, whyNotWritable } from '../base/directories.js';
import { UserError } from '../base/userError.js';
import { formatDepfile, targetOf, type DependencyRule } from '../report/depfileText.js';
import { touchBuild, type BuildRequest } from '../store/recallBuild.js';
import type { Stamps } from '../store/stamps.js';
import { replaceFile } from '../store/writeFile.js';
import { refuserOf } from './refuseFile.js';

/** The last line of a file that this option has written. */
const MARK = 'gorename-plugin-always:\n';

/** The rules for make of one run. */
export class Depfile {
  readonly #rules: DependencyRule[] = [];
  readonly #requests: BuildRequest[] = [];

  /**
   * @param file - absolute.
   * @param named - the value of -o.
   */
  constructor(
    readonly file: string,
    readonly named: string | undefined,
    readonly cwd: string,
  ) {}

  /**
   * Notes what an output depends on.
   * @param output - absolute.
   */
  add(
    output: string,
    { stamps, config }: { stamps: Stamps | undefined; config: string | undefined },
    request: BuildRequest,
  ): void {
    const inputs = stamps && {
      files: [...(config === undefined ? [] : [config]), ...Object.keys(stamps.files)],
      directories: Object.keys(stamps.directories),
      absent: stamps.absent,
    };
    this.#rules.push({ target: targetOf(output, this.named, this.cwd), inputs });
    this.#requests.push(request);
  }

  /**
   * Writes the file, and then makes the outputs newer than it and all their inputs.
   * @throws UserError if make could not read it.
   */
  write(): void {
    if (this.#rules.length === 0) return;
    const text = formatDepfile(this.#rules, this.cwd);
    if (text === undefined) {
      throw new UserError(
        '--depfile: the path of an output has a character that a makefile cannot contain in a target',
        'Choose another path with -o.',
      );
    }
    makeDirectory(dirname(this.file));
    if (!existsSync(this.file) || readFileSync(this.file, 'utf8') !== text) replaceFile(this.file, text);
    for (const request of this.#requests) touchBuild(request);
  }
}

/**
 * The depfile that the command line asks for.
 * @throws UserError if it cannot be written, or is another file.
 */
export function openDepfile(
  {
    depfile = '',
    output,
    'dry-run': dryRun,
  }: { depfile: string | undefined; output: string | undefined; 'dry-run': boolean },
  cwd: string,
): Depfile {
  const file = resolve(cwd, depfile);
  const refuse = refuserOf('--depfile', file, cwd);
  if (dryRun)
    throw new UserError(
      '--depfile cannot be combined with --dry-run, which writes nothing',
      'Leave one of them out.',
    );
  const obstacle = whyNotWritable(dirname(file));
  if (obstacle !== undefined) refuse(obstacle);
  if (output !== undefined && resolve(cwd, output) === file) refuse('it is the output of the plugin');
  if (!existsSync(file)) return new Depfile(file, output, cwd);
  if (!statSync(file).isFile()) refuse('it is not a regular file');
  const text = readFileSync(file, 'utf8');
  if (text !== '' && !text.endsWith(MARK))
    refuse('it already exists, and gorename-plugin has not written it');
  return new Depfile(file, output, cwd);
}
