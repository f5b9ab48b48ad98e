import { readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { Utils } from '@cyclonedx/cyclonedx-library/Contrib/License';
import type { LicenceFile } from '../model/billFacts.js';

/** The longest licence text is that of the GPL, with 35 KB; notices can be longer. In bytes. */
const LARGEST = 1024 * 1024;

/**
 * The licence and notice files in the root of a module, sorted by name.
 * @param dir - absolute.
 */
export function licenceFiles(dir: string): LicenceFile[] {
  const gatherer = new Utils.LicenseEvidenceGatherer<string>({
    fs: {
      readdirSync: (path) => readdirSync(path).sort(),
      readFileSync: (path) => readFileSync(path),
      statSync: (path) => smallFile(path),
    },
  });
  return [...gatherer.getFileAttachments(dir)].map(({ file, text }) => {
    return { file, contentType: text.contentType ?? 'text/plain', content: text.content.toString() };
  });
}

/** The state of a file; that of the directory above for a file that is too large, or a link to nothing. */
function smallFile(path: string): Stats {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && status.size <= LARGEST ? status : statSync('/');
}
