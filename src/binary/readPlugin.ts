import { realpathSync, statSync } from 'node:fs';
import { recognisePrefixes } from '../names/nameMap.js';
import type { BuiltPlugin } from '../model/builtPlugin.js';
import type { Binary } from './goBinary.js';
import { visibleCPackages } from './cPackages.js';
import { exportedSymbols, pluginPathOf, requirePlugin } from './inspectPlugin.js';
import { readPlan } from './readPlan.js';
import { findSymbols } from './symbols.js';

/**
 * What plugin.Open and the dynamic linker see in a file.
 * @throws UserError if it is not a Go plugin.
 */
export async function readPlugin(binary: Binary): Promise<BuiltPlugin> {
  const { file } = binary;
  const [text, packageHashes, info, headers, modules] = await Promise.all([
    binary.dynamicText(),
    binary.packageHashes(),
    binary.info(),
    binary.headers(),
    binary.modules(),
    requirePlugin(binary),
  ]);
  const pluginPath = await pluginPathOf(binary);
  const exports = exportedSymbols(await binary.definitions(), pluginPath).map(({ name }) => name);
  const { plan, problems } = await readPlan(binary, pluginPath, exports);
  const realPath = realpathSync(file);
  const { dev, ino } = statSync(realPath);
  return {
    file,
    realPath,
    inode: `${String(dev)}:${String(ino)}`,
    pluginPath,
    prefixes: recognisePrefixes(pluginPath),
    oldSymbols: findSymbols(text, 'go.link.pkghash').length > 0,
    goVersion: await binary.goVersion(),
    ...(await binary.target()),
    trimmed: await binary.trimmed(),
    settings: info.settings,
    modules,
    packageHashes,
    cSymbols: await binary.cSymbols(),
    needed: headers.needed,
    glibc: headers.glibc,
    cLibrary: headers.cLibrary,
    exports,
    plan,
    problems,
    cPackages: visibleCPackages(text, plan),
  };
}
