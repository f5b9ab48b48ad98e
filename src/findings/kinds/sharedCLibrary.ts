import { defineFinding } from '../defineFinding.js';

/** A shared library is linked by name: a process has one library of a name, the one that is loaded first. */
export interface SharedCLibrary {
  kind: 'shared-c-library';
  /** As the built file names it: `libz.so.1`. */
  soname: string;
  /** Absolute path of the file that the plugin was linked with. */
  file: string;
  /** The version in that file's name: `1.3.1`. */
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
      'If the host has loaded a library with the same functions, its functions are used instead; `ldd` shows which version a host ' +
      'uses. Link a static archive (-l:libNAME.a) to give the plugin its own copy.',
  }),
});
