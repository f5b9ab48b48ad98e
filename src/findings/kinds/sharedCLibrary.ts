import type { AbsolutePath, ImportPath, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** A shared library is linked by name: a process has one library of a name, the one that is loaded first. */
export interface SharedCLibrary {
  kind: 'shared-c-library';
  /** As the built file names it: `libz.so.1`. */
  soname: Text;
  /** Absolute path of the file that the plugin was linked with. */
  linkedFile: AbsolutePath;
  /** The version in that file's name: `1.3.1`. */
  libraryVersion: Text | undefined;
  /** Original import paths of the packages that link it. */
  importPaths: ImportPath[];
}

export const sharedCLibrary = defineFinding<SharedCLibrary>({
  kind: 'shared-c-library',
  severity: 'warning',
  why: 'If the host has loaded a library with the same functions, the dynamic linker uses that one for the plugin.',
  reportedBy: ['build'],
  describe: ({ soname, linkedFile, libraryVersion, importPaths }) => ({
    message:
      `${importPaths.join(', ')} ${importPaths.length > 1 ? 'link' : 'links'} the shared C library ${soname}` +
      `${libraryVersion === undefined ? '' : ` (${libraryVersion})`} by name: ${linkedFile}`,
    advice:
      '`ldd` shows which version a host uses. Link a static archive (-l:libNAME.a) to give the plugin its own copy.',
  }),
});
