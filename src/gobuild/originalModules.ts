import type { PlanModule, PluginPlan } from '../model/pluginPlan.js';
import { replaceModuleText } from '../binary/moduleText.js';

/**
 * Lets the build info of a built file name the modules that it is made of, as a plain build does, instead of their copies:
 * scanners for vulnerabilities read it. Lines of shared modules, and of settings, stay as the linker has written them.
 * @param file - absolute.
 * @returns whether that was possible: the text cannot grow.
 */
export function nameOriginalModules(file: string, plan: PluginPlan): boolean {
  const change =
    (withSums: boolean) =>
    (lines: readonly string[]): string[] =>
      withOriginals(lines, plan, withSums);
  return replaceModuleText(file, [change(true), change(false)]);
}

/**
 * The module text with the original modules: the main module, shared modules, then the others. A module that is both shared
 * and renamed has two lines; the first is that of the shared one, as `binary/builtModules.ts` expects.
 * @param lines - as the linker has written them: `mod\tPATH\tVERSION`, `dep\t…`, `=>\t…`, `build\t…`.
 */
export function withOriginals(lines: readonly string[], plan: PluginPlan, withSums: boolean): string[] {
  const shared = new Set(plan.modules.filter((module) => module.shared).map(({ path }) => path));
  const mainModule = plan.packages.find(({ importPath }) => importPath === plan.main.importPath)?.module;
  const kept: string[] = [];
  const settings: string[] = [];
  let isShared = false;
  let first: string | undefined;
  for (const line of lines) {
    const [kind = '', path = ''] = line.split('\t');
    if (kind === 'mod' || kind === 'dep') isShared = kind === 'dep' && shared.has(path);
    if (kind === 'path') first = line;
    else if (kind === 'mod' || kind === 'dep' || kind === '=>') kept.push(...(isShared ? [line] : []));
    else settings.push(line);
  }
  const renamed = plan.modules.filter((module) => !module.shared && module.path !== mainModule);
  return [
    ...(first === undefined ? [] : [first]),
    ...(mainModule === undefined ? [] : [`mod\t${mainModule}\t(devel)\t`]),
    ...kept,
    ...renamed.flatMap((module) => linesOf(module, withSums)),
    ...settings,
  ];
}

/** As runtime/debug.BuildInfo.String writes a module. One in a local directory, which has no sum, is not a released version. */
function linesOf({ path, version, sum, replacement }: PlanModule, withSums: boolean): string[] {
  if (version === null || sum === null) return [`dep\t${path}\t(devel)\t`];
  const described = `${version}\t${withSums ? sum : ''}`;
  if (replacement === null) return [`dep\t${path}\t${described}`];
  return [`dep\t${path}\t${version}`, `=>\t${replacement}\t${described}`];
}
