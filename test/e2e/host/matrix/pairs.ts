/** The pairs of the matrix: which plugins are opened in which host, and what was varied. */
import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixtureDir, tempDir } from '../../../support/files.js';
import type { Program, Versions, ProgramBuilder } from './programs.js';
import { plain, type Setting } from './settings.js';

export interface Pair {
  /** What was varied: a row of the table. */
  axis: string;
  /** What may be named as the cause where the pair is refused, and nothing else may; undefined: anything. */
  causes: string[] | undefined;
  host: string;
  /** In the order that they are opened. */
  plugins: string[];
}

/** What a plugin imports. Hosts have all of it but `extra`, `more` and `strings`. */
export const contents = {
  bare: [],
  strings: ['strings'],
  base: ['example.com/base'],
  side: ['example.com/side'],
  top: ['example.com/top'],
  quiet: ['example.com/base/quiet'],
  more: ['example.com/more', 'example.com/extra'],
  all: ['base', 'side', 'top', 'wide', 'extra'].map((module) => `example.com/${module}`),
};

export const hostImports = ['base', 'mid', 'side', 'top', 'wide'].map((module) => `example.com/${module}`);

/** Both ways: a plain host with plugins of the setting, a host of the setting with plain plugins; and both with it. */
export async function pairsOfSetting(
  builder: ProgramBuilder,
  axis: string,
  setting: Setting,
  imports: readonly string[][] = Object.values(contents),
  host: Program = { imports: hostImports },
): Promise<Pair[]> {
  const causes = setting.causes ?? [setting.name];
  const [plainHost, otherHost] = await Promise.all([builder.host(host), builder.host({ ...host, setting })]);
  const pairs = imports.map(async (imports) => {
    const plainPlugin = await builder.plugin({ imports });
    const otherPlugin = await builder.plugin({ imports, setting });
    return [
      { axis, causes, host: plainHost, plugins: [otherPlugin] },
      { axis, causes, host: otherHost, plugins: [plainPlugin] },
      { axis, causes, host: otherHost, plugins: [otherPlugin] },
    ];
  });
  return (await Promise.all(pairs)).flat();
}

/** Each of `hosts` with each of `plugins` and all contents; `causes` where they differ. */
export async function pairsOfPrograms(
  builder: ProgramBuilder,
  axis: string,
  causes: string[] | undefined,
  hosts: readonly Omit<Program, 'imports'>[],
  plugins: readonly Omit<Program, 'imports'>[],
  imports: readonly string[][],
): Promise<Pair[]> {
  const pairs = hosts.flatMap((hostProgram) =>
    plugins.flatMap((pluginProgram) =>
      imports.map(async (imports): Promise<Pair> => {
        const host = await builder.host({ ...hostProgram, imports: hostImports });
        return { axis, causes, host, plugins: [await builder.plugin({ ...pluginProgram, imports })] };
      }),
    ),
  );
  return Promise.all(pairs);
}

const versions: Versions[] = [
  {},
  { base: 'v1.0.1' },
  { base: 'v1.1.0' },
  { base: 'v1.2.0' },
  { mid: 'v1.1.0' },
];

/** Other versions: of what the host has, with and without -trimpath, and of what it lacks. */
export async function pairsOfVersions(builder: ProgramBuilder, trimpath: Setting): Promise<Pair[]> {
  const { base, side, top, quiet, all } = contents;
  const programs = versions.map((versions) => ({ versions }));
  const trimmed = programs.slice(0, 3).map((program) => ({ ...program, setting: trimpath }));
  const position = { setting: { name: 'pie', flags: ['-buildmode=pie'] } };
  const lacking = [{ versions: { extra: 'v1.1.0' } }];
  const version = ['packages: version', 'packages: import'];
  const groups = [
    pairsOfPrograms(builder, 'versions', version, programs, programs, [base, side, top, quiet, all]),
    pairsOfPrograms(builder, 'versions, -trimpath', version, trimmed, trimmed, [base, top, quiet]),
    pairsOfPrograms(builder, 'versions, not in the host', version, [...programs, position], lacking, [
      contents.more,
      base,
    ]),
  ];
  return (await Promise.all(groups)).flat();
}

/** The same sources at other places: another module cache, vendor, directories, a fork. */
export async function pairsOfPlaces(builder: ProgramBuilder, places: readonly Setting[]): Promise<Pair[]> {
  const { bare, base, top, quiet } = contents;
  const programs = [plain, ...places].map((setting) => ({ setting }));
  const causes = ['directory', 'source', 'version', 'import'].map((cause) => `packages: ${cause}`);
  return pairsOfPrograms(builder, 'places', [...causes, '-trimpath'], programs, programs, [
    bare,
    base,
    top,
    quiet,
  ]);
}

/** A module in a directory that is edited between the builds: first in a body that is not inlined, then in its API. */
export async function pairsOfEdits(builder: ProgramBuilder): Promise<Pair[]> {
  const dir = join(tempDir(), 'base');
  await cp(fixtureDir('host/matrix/modules/example.com/base@v1.0.0'), dir, { recursive: true });
  const file = join(dir, 'base.go');
  const settings = ['before', 'body', 'API'].map((name): Setting => {
    return { name: `edit ${name}`, goMod: [`replace example.com/base => ${dir}`] };
  });
  const { base, top, quiet, all } = contents;
  const build = async (setting: Setting | undefined): Promise<void> => {
    const plugins = [base, top, quiet, all].map((imports) => builder.plugin({ imports, setting }));
    await Promise.all([builder.host({ imports: hostImports, setting }), ...plugins]);
  };
  await build(settings[0]);
  await writeFile(file, (await readFile(file, 'utf8')).replace('"base v1.0.0"', '"base, edited"'));
  await build(settings[1]);
  await appendFile(file, '\nfunc Added() {}\n');
  await build(settings[2]);
  const programs = settings.map((setting) => ({ setting }));
  const causes = ['packages: source', 'packages: import'];
  return pairsOfPrograms(builder, 'edits', causes, programs, programs, [base, top, quiet, all]);
}

/** Two things that differ at once. */
export async function pairsOfTwoSettings(
  builder: ProgramBuilder,
  settings: readonly Setting[],
): Promise<Pair[]> {
  const groups = settings.map((setting, index) => {
    const hosts = [{ setting }];
    const plugins = settings.slice(index + 1).map((setting) => ({ setting }));
    return pairsOfPrograms(builder, 'two settings', undefined, hosts, plugins, [contents.bare, contents.top]);
  });
  return (await Promise.all(groups)).flat();
}

/** Plugins built by this tool: versions no longer matter, settings do. */
export async function pairsOfRenamed(builder: ProgramBuilder, settings: readonly Setting[]): Promise<Pair[]> {
  const { bare, base, top, more, all } = contents;
  const hosts = [...versions.map((versions) => ({ versions })), ...settings.map((setting) => ({ setting }))];
  const renamed = { renamed: [], versions: { base: 'v1.1.0', extra: 'v1.1.0' } };
  const plugins = [renamed, { ...renamed, setting: settings[0] ?? plain }];
  return pairsOfPrograms(builder, 'renamed', undefined, hosts, plugins, [bare, base, top, more, all]);
}

/** Plugins built for a host, which share the requested packages with it: they load there, and perhaps in other hosts. */
export async function pairsOfShared(builder: ProgramBuilder): Promise<Pair[]> {
  const [plainHost = {}, , newerBase = {}, , newerMid = {}] = versions.map((versions) => ({ versions }));
  const targets = [plainHost, newerBase, newerMid];
  const choices = [
    ['--rename', 'conflicts'],
    ['--keep', 'example.com/mid'],
    ['--keep', 'example.com/**'],
  ];
  const groups = targets.flatMap((target) =>
    choices.map(async (choice) => {
      const host = await builder.host({ ...target, imports: hostImports });
      const renamed = ['--host', host, ...choice];
      const plugins = [{ renamed, versions: { base: 'v1.1.0' } }];
      const others = targets.filter((other) => other !== target);
      const imports = [contents.top, contents.all];
      return Promise.all([
        pairsOfPrograms(builder, 'shared, its own host', [], [target], plugins, imports),
        pairsOfPrograms(builder, 'shared, other hosts', undefined, others, plugins, imports),
      ]);
    }),
  );
  return (await Promise.all(groups)).flat(2);
}

/** Plugins built for a host of other settings, which the build takes over. */
export async function pairsOfTakenOver(
  builder: ProgramBuilder,
  settings: readonly Setting[],
): Promise<Pair[]> {
  const groups = settings.map(async (setting) => {
    const host = await builder.host({ setting, imports: hostImports });
    const plugins = [{ renamed: ['--host', host] }];
    return Promise.all([
      pairsOfPrograms(builder, 'settings taken over', [], [{ setting }], plugins, [contents.all]),
      pairsOfPrograms(builder, 'settings of another host', undefined, [{}], plugins, [contents.all]),
    ]);
  });
  return (await Promise.all(groups)).flat(2);
}
