/** Writes the go.mod files of the work tree; the originals are never modified, and only the go command reads them. */

import type { GodebugSetting, GoModule, GoSettings } from '../model/moduleGraph.js';
import type { KeptModule } from '../model/sharedPackages.js';

export interface Requirement {
  /** Module path in the work tree. */
  path: string;
  /** The original's version, kept where go.mod allows it so that build info still shows it. */
  version: string | undefined;
  /** Its replacement's directory: absolute, or relative and beginning with `./` or `../`. */
  dir: string;
}

/** A copied module: path and its own go line (language semantics depend on it); the root has the requirements. */
export function moduleFile(path: string, goVersion: string | undefined): string {
  return `module ${quote(path)}\n${goVersion === undefined ? '' : `\ngo ${goVersion}\n`}`;
}

export interface RootFile {
  path: string;
  goVersion: string | undefined;
  godebug: GodebugSetting[];
  requirements: Requirement[];
  /** Modules that are used as they are, from the module cache. */
  kept?: readonly KeptModule[];
}

/** A main module that requires every copied module and replaces it by its directory, and requires the kept ones. */
export function rootModuleFile({ path, goVersion, godebug, requirements, kept = [] }: RootFile): string {
  return [
    moduleFile(path, goVersion),
    ...godebugBlock(godebug),
    ...block('require', [
      ...requirements.map(({ path, version }) => `${quote(path)} ${requiredVersion(path, version)}`),
      ...kept.map(({ path, version }) => `${quote(path)} ${version ?? requiredVersion(path, version)}`),
    ]),
    ...block('replace', [
      ...requirements.map(({ path, dir }) => `${quote(path)} => ${quote(dir)}`),
      ...keptReplacements(kept),
    ]),
  ].join('\n');
}

/** A main module without packages that requires modules as they are. */
export function keptModuleFile(path: string, goVersion: string, kept: readonly KeptModule[]): string {
  return rootModuleFile({ path, goVersion, godebug: [], requirements: [], kept });
}

/** The lines of go.sum for the content of modules, as far as their hashes are known. */
export function keptModuleSums(kept: readonly KeptModule[]): string {
  return kept
    .map((module) => module.replace ?? module)
    .map(({ path, version, sum }) => (sum === undefined ? '' : `${path} ${version ?? ''} ${sum}\n`))
    .join('');
}

/**
 * The checksum database is not asked if go.sum has the content of all modules, as the host has it. Some modules may have
 * no sum (a host built from vendor records none); then the user's setting applies.
 */
export function sumEnvironment(kept: readonly KeptModule[], sums: string): Record<string, string> {
  const isSummed = kept
    .map((module) => module.replace ?? module)
    .every(({ path, version }) => version === undefined || sums.includes(`${path} ${version} h1:`));
  return isSummed ? { GOSUMDB: 'off' } : {};
}

function keptReplacements(kept: readonly KeptModule[]): string[] {
  return kept.flatMap(({ path, replace }) =>
    replace === undefined
      ? []
      : [`${quote(path)} => ${`${quote(replace.path)} ${replace.version ?? ''}`.trim()}`],
  );
}

/** A workspace of the module next to it and others; its go line and GODEBUG defaults are those of the build. */
export function workspaceFile({
  goVersion,
  godebug,
  others = [],
  kept = [],
}: {
  goVersion: string;
  godebug: GodebugSetting[];
  /** Absolute directories of further main modules. */
  others?: readonly string[];
  /** Modules that are replaced like this, even if one of the main modules replaces them. */
  kept?: readonly KeptModule[];
}): string {
  const uses = block('use', ['.', ...others.map(quote)]);
  const replacements = block('replace', keptReplacements(kept));
  return [`go ${goVersion}\n`, ...godebugBlock(godebug), ...uses, ...replacements].join('\n');
}

function godebugBlock(godebug: readonly GodebugSetting[]): string[] {
  return block(
    'godebug',
    godebug.map(({ key, value }) => `${key}=${value}`),
  );
}

function block(keyword: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [`${keyword} (\n${lines.map((line) => `\t${line}\n`).join('')})\n`];
}

/**
 * The version to require a renamed module at. Go compares it with the path's `/vN` ending. A prefixed path is never a
 * gopkg.in path, so `yaml.v3` may be v0 or v1 only (golang.org/x/mod/module.CheckPathMajor).
 */
export function requiredVersion(path: string, original: string | undefined): string {
  const major = /\/v([2-9]|[1-9]\d+)$/.exec(path)?.[1];
  const allowed = major === undefined ? /^v[01]\./ : new RegExp(`^v${major}\\.`);
  return original !== undefined && allowed.test(original) ? original : `v${major ?? '0'}.0.0`;
}

/** go.mod strings need quotes around anything that its lexer would split (modfile.MustQuote). */
function quote(text: string): string {
  return /^[^\s"'`()[\]{},]+$/.test(text) && !text.includes('//') && !text.includes('/*')
    ? text
    : JSON.stringify(text);
}

/** The go line of a build's root: the highest among all modules, which Go demands of it, and at least `floor`. */
export function rootGoVersion(modules: Iterable<GoModule>, { minor }: GoSettings, floor: string): string {
  const highest = [...modules].reduce<string>((highest, { goVersion }) => {
    return goVersion !== undefined && compareGoVersions(goVersion, highest) > 0 ? goVersion : highest;
  }, floor);
  // Before go1.21 old toolchains do not enforce a go line, and a third number is a syntax error.
  return minor >= 21 ? highest : `1.${Math.min(parseInt(highest.slice(2), 10), minor)}`;
}

/** Orders go lines as internal/gover does: `1.21 < 1.21rc1 < 1.21.0 < 1.21.1`. */
function compareGoVersions(a: string, b: string): number {
  const key = (version: string): number[] => {
    const match = /^(\d+)\.(\d+)(?:\.(\d+)|(beta|rc)(\d+))?/.exec(version);
    const kind = match?.[3] !== undefined ? 3 : match?.[4] === 'rc' ? 2 : match?.[4] === 'beta' ? 1 : 0;
    return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0), kind, Number(match?.[3] ?? match?.[5] ?? 0)];
  };
  const [left, right] = [key(a), key(b)];
  for (const [index, value] of left.entries()) if (value !== right[index]) return value - (right[index] ?? 0);
  return 0;
}
