import { devNull } from 'node:os';
import { basename } from 'node:path';
import type { BuildResult } from '../report/buildDocument.js';
import type { DescriptionFile } from '../store/recallBuild.js';
import { descriptionFile, sourceDateEpoch, type DescriptionPlace } from './descriptionFiles.js';
import { packageVersion } from './version.js';

/** The content of the files that describe a build. */
export async function describeBuild(
  { output, bill }: BuildResult,
  places: readonly DescriptionPlace[],
): Promise<DescriptionFile[]> {
  const files: DescriptionFile[] = [];
  for (const place of places) {
    if (output === undefined || bill === undefined) continue;
    const { billOfMaterials } = await import('../report/billOfMaterials.js');
    const program = {
      version: packageVersion(),
      output: basename(output === devNull ? '' : output),
      epoch: sourceDateEpoch(),
    };
    files.push({ file: descriptionFile(place, output), text: billOfMaterials(bill, program) });
  }
  return files;
}
