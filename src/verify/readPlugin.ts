import { realpathSync, statSync } from 'node:fs';
import { recognisePrefixes } from '../model/names.js';
import type { BuiltPlugin } from '../model/prediction.js';
import type { Binary } from './binary.js';
import { pluginPathOf } from './inspect.js';

/** @param file absolute. */
export function toBuiltPlugin(file: string, binary: Binary): BuiltPlugin {
  const pluginPath = pluginPathOf(binary);
  const realPath = realpathSync(file);
  const { dev, ino } = statSync(realPath);
  const { goVersion, goos, goarch, modules, packageHashes, cSymbols, info, headers } = binary;
  return {
    file,
    realPath,
    inode: `${String(dev)}:${String(ino)}`,
    pluginPath,
    prefixes: recognisePrefixes(pluginPath),
    oldSymbols: binary.symbols.some(({ name }) => name.startsWith('go.link.pkghash')),
    goVersion,
    goos,
    goarch,
    settings: info.settings,
    modules,
    packageHashes,
    cSymbols,
    needed: headers.needed,
    glibc: headers.glibc,
  };
}
