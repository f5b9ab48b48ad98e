/** Hosts that can load nothing, and files that no host can load. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { run } from '../../../support/process.js';
import { contents, hostImports, pairsOfPrograms, type Pair } from './pairs.js';
import { plain, trimpath, type Setting } from './settings.js';
import type { ProgramBuilder } from './programs.js';

const hostsWithoutPlugins: Setting[] = [
  { name: 'CGO_ENABLED=0', env: { CGO_ENABLED: '0' } },
  { name: 'static', flags: ['-ldflags=-linkmode=external -extldflags=-static'] },
  { name: 'internal linking', flags: ['-ldflags=-linkmode=internal'] },
];

/** Without a dynamic linker, or without dynamic symbols, there is nothing that a plugin could be bound to. */
export async function pairsOfHostsWithoutPlugins(builder: ProgramBuilder): Promise<Pair[]> {
  const hosts = hostsWithoutPlugins.map((setting) => ({ setting }));
  return pairsOfPrograms(
    builder,
    'hosts',
    ['host-cannot-load-plugins'],
    hosts,
    [{}],
    Object.values(contents),
  );
}

/** Without build info nothing shows which flags packages were compiled with, but -trimpath, which the file table shows. */
export async function pairsOfNothingRecorded(builder: ProgramBuilder): Promise<Pair[]> {
  const finish: Setting['finish'] = ['objcopy', '--remove-section', '.go.buildinfo'];
  const bareOf = (setting: Setting): { setting: Setting } => ({
    setting: { ...setting, name: `${setting.name}, no build info`, finish },
  });
  const unoptimised = { name: '-gcflags=all=-N -l', flags: ['-gcflags=all=-N -l'] };
  const race = { name: '-race', flags: ['-race'] };
  const hosts = [plain, trimpath, unoptimised, race].map(bareOf);
  const plugins = [bareOf(plain), bareOf(trimpath), { setting: plain }, { setting: trimpath }];
  const { bare, base, top, more } = contents;
  return pairsOfPrograms(builder, 'nothing recorded', ['packages: unknown', '-trimpath'], hosts, plugins, [
    bare,
    base,
    top,
    more,
  ]);
}

/** Hosts without the address sanitizer: the process ends. */
export async function pairsOfSanitizer(builder: ProgramBuilder): Promise<Pair[]> {
  const hosts = [trimpath, { name: 'strip', finish: ['strip'] } satisfies Setting].map((setting) => ({
    setting,
  }));
  const plugins = [{ setting: { name: '-asan', flags: ['-asan'] } }];
  const { bare, base, top, more } = contents;
  return pairsOfPrograms(builder, 'sanitizer', ['sanitizer-not-in-host'], hosts, plugins, [
    bare,
    base,
    top,
    more,
  ]);
}

/** Plugins for arm64. Needs a cross compiler, like `test/renaming/arm64.corpus.ts`. */
export async function pairsOfArchitectures(builder: ProgramBuilder): Promise<Pair[]> {
  const env = { GOARCH: 'arm64', CGO_ENABLED: '1', CC: 'aarch64-linux-gnu-gcc' };
  const hosts = [{ setting: plain }, { setting: trimpath }];
  const plugins = [{ setting: { name: 'arm64', env } }];
  return pairsOfPrograms(
    builder,
    'architecture',
    ['platform-differs'],
    hosts,
    plugins,
    Object.values(contents),
  );
}

/** Files that are not plugins, alone and after a plugin. */
export async function pairsOfInvalidFiles(builder: ProgramBuilder): Promise<Pair[]> {
  const host = await builder.host({ imports: hostImports });
  const good = await builder.plugin({ imports: contents.base });
  const names = ['library', 'truncated', 'text', 'empty'];
  const [library = '', truncated = '', text = '', empty = ''] = names.map((name) => `${host}-${name}.so`);
  await writeFile(`${library}.c`, 'int one(void) { return 1; }\n');
  await run('gcc', ['-shared', '-o', library, `${library}.c`]);
  await copyFile(good, truncated);
  const bytes = await readFile(good);
  await writeFile(truncated, bytes.subarray(0, bytes.length / 2));
  await writeFile(text, 'not a plugin\n');
  await writeFile(empty, '');
  const program = await builder.host({ imports: [] });
  const position = await builder.host({
    imports: [],
    setting: { name: 'pie', flags: ['-buildmode=pie'] },
  });
  const shared = await builder.host({
    imports: [],
    setting: { name: 'c-shared', flags: ['-buildmode=c-shared'] },
  });
  return [library, truncated, text, empty, program, position, shared, `${host}-missing.so`].flatMap((file) =>
    [[file], [good, file]].map((plugins) => ({ axis: 'no plugins', causes: ['no plugin'], host, plugins })),
  );
}
