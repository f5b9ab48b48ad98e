import type { Finding } from '../findings/finding.js';
import type { SharedLibrary } from '../model/sharedLibrary.js';

/** The C and C++ runtimes: a process is designed to have one of each. */
const RUNTIME = /^lib(c|m|dl|rt|pthread|resolv|util|gcc_s|stdc\+\+|c\+\+|c\+\+abi|atomic|log)\.so/;

/**
 * Finds shared libraries that renamed packages link by name: the dynamic linker loads only one library of each name.
 * @param needed - the NEEDED entries of the built file.
 */
export function checkSharedLibraries(
  needed: readonly string[],
  libraries: readonly SharedLibrary[],
): Finding[] {
  return needed.flatMap((soname): Finding[] => {
    if (RUNTIME.test(soname)) return [];
    const library = libraries.find(({ name }) => stem(name) === stem(soname));
    if (library === undefined) return [];
    const { file: linkedFile, importPaths } = library;
    const libraryVersion = /\.so\.(\d[\w.]*)$/.exec(linkedFile)?.[1];
    return [{ kind: 'shared-c-library', soname, linkedFile, libraryVersion, importPaths }];
  });
}

/** `libz` of `libz.so.1`. */
function stem(name: string): string {
  return name.replace(/\.so[.\d]*$/, '');
}
