import type { PluginPlan } from '../model/pluginPlan.js';
import { findSymbols } from './symbols.js';

/** The symbols that cgo makes for a package's uses of C: `path._Cfunc_f`, `path._Cvar_v`, `path._cgo_0123456789ab_Cfunc_f`. */
const OF_CGO = /^(.+)\.(?:_cgo_[0-9a-f]{12}_|_cgoexp_|_C(?:2?func|var|fpvar|macro)_)/;

/** What their names contain. */
const PARTS = ['._cgo', '._C'];

/** Those of the standard library define no C functions, except runtime/cgo, which every program has. */
const STANDARD = /^(?:runtime|net|os|plugin|crypto)(?:\/|$)/;

/**
 * The packages with C code whose C symbols the dynamic linker may see, by their paths in the file.
 * @param text - of `objdump -T`.
 * @param plan - shows the packages whose symbols are private to the plugin.
 */
export function visibleCPackages(text: Buffer, plan: PluginPlan | undefined): string[] {
  const isolated = new Set(
    plan?.packages.filter(({ decision }) => decision === 'isolate').map(({ builtAs }) => builtAs),
  );
  const found = new Set<string>();
  for (const { name, section } of PARTS.flatMap((part) => findSymbols(text, part))) {
    const symbolPath = section === '*UND*' ? undefined : OF_CGO.exec(name)?.[1];
    if (symbolPath !== undefined) found.add(symbolPath.replaceAll('%2e', '.'));
  }
  return [...found].filter((path) => !STANDARD.test(path) && !isolated.has(path)).sort();
}
