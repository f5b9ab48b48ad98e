import type { AbsolutePath, Text } from '../../model/documentValues.js';
import { formatCommand } from '../../base/shellWords.js';
import { defineFinding } from '../defineFinding.js';

import { oneLine } from '../phrases.js';

/** plugin.Open returned an error. */
export interface ProbeRefused {
  kind: 'probe-refused';
  /** Absolute. */
  file: AbsolutePath;
  /** The error's text. */
  errorText: Text;
  /** Absolute path or `MODULE@VERSION` of the host that was replicated; undefined if the process only has the standard library. */
  host: Text | undefined;
}

export const probeRefused = defineFinding<ProbeRefused>({
  kind: 'probe-refused',
  severity: 'error',
  why: 'A host with the same packages gets the same error from plugin.Open.',
  reportedBy: ['probe'],
  describe: ({ file, errorText, host }, _place, path) => ({
    message: `${path(file)} is refused: ${oneLine(errorText)}`,
    advice:
      missingLibrary(errorText) !== undefined
        ? `Install ${missingLibrary(errorText) ?? ''} here and on the system that the host runs on, or link its static archive (-l:libNAME.a).`
        : host === undefined
          ? 'The difference comes from an earlier plugin, or from a setting that the file does not record.'
          : `\`${formatCommand(['gorename-plugin', 'verify', path(file), '--host', path(host)])}\` lists all packages that differ, and why.`,
  }),
});

/** The shared library that the dynamic linker of glibc or musl did not find. */
function missingLibrary(cause: string): string | undefined {
  return (
    /: (\S+): cannot open shared object file: No such file/.exec(cause)?.[1] ??
    /Error loading shared library (\S+): No such file/.exec(cause)?.[1]
  );
}
