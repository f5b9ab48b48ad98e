import { defineFinding } from '../defineFinding.js';

/** A shared library is linked by name: the process has one of that name, whichever is loaded first. */
export interface SharedCLibrary {
  kind: 'shared-c-library';
  /** As the built file asks for it: `libz.so.1`. */
  soname: string;
  /** Absolute path of the file that the plugin was linked with. */
  file: string;
  /** What that file's name tells of its version: `1.3.1`. */
  version: string | undefined;
  /** Original import paths of the packages that link it. */
  importPaths: string[];
}

export const sharedCLibrary = defineFinding<SharedCLibrary>({
  kind: 'shared-c-library',
  severity: 'warning',
  describe: ({ soname, file, version, importPaths }) => ({
    message:
      `${importPaths.join(', ')} ${importPaths.length > 1 ? 'link' : 'links'} the shared C library ${soname}` +
      `${version === undefined ? '' : ` (${version})`} by name: ${file}`,
    advice:
      'If the host has loaded a library with the same functions, that one answers; `ldd` shows which version a host ' +
      'uses. Link a static archive (-l:libNAME.a) to give the plugin its own.',
  }),
});
