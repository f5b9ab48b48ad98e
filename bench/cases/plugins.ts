import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../harness/bench.js';
import { run } from '../harness/command.js';
import { ratio, runContest, type Contender } from '../harness/contest.js';
import { moveAway } from '../harness/moveAway.js';
import { atMost, timesTable, type Section } from '../harness/section.js';
import { namedPackages } from './buildContenders.js';
import type { Group } from './group.js';

const PLUGINS = Array.from({ length: 10 }, (_, number) => `p${number}`);

/** What the ten plugins with overlapping sets import: five sets, two plugins each. */
const SETS = [
  ['github.com/tidwall/gjson'],
  ['gopkg.in/yaml.v3'],
  ['github.com/tidwall/gjson', 'gopkg.in/yaml.v3'],
  ['go.uber.org/zap'],
  ['go.uber.org/zap', 'github.com/tidwall/gjson'],
];
const VERSIONS: Record<string, string> = {
  'github.com/tidwall/gjson': 'v1.18.0',
  'gopkg.in/yaml.v3': 'v3.0.1',
  'go.uber.org/zap': 'v1.27.0',
};

/** Ten plugins, from empty caches; plain go builds them one by one, as a loop in a Makefile does. */
export const plugins: Group = {
  name: 'plugins',
  title: 'Ten plugins',
  run: async (bench) => {
    const one = await measureTen(bench, writeOneSet(bench), 1);
    const several = await measureTen(bench, await writeOverlappingSets(bench), SETS.length);
    return {
      blocks: [
        `Ten plugins of ${bench.subject} in one module, everything cold:`,
        ...one.blocks,
        `Ten plugins in separate modules, with ${SETS.length} overlapping dependency sets of gjson, yaml and zap, everything cold:`,
        ...several.blocks,
      ],
      verdicts: [
        atMost(1.05, 'plain `go build` of the ten', one.ratio, 'one dependency set'),
        ...one.verdicts,
        ...several.verdicts,
      ],
    };
  },
};

/**
 * @param sets - how many different dependency sets the plugins `<dir>/plugins/pN` have; plugin N has the set N %
 *   sets.
 */
async function measureTen(bench: Bench, dir: string, sets: number): Promise<Section & { ratio: number }> {
  const caches = join(dir, 'caches');
  const env = { GOCACHE: join(caches, 'go-build'), GORENAME_PLUGIN_CACHE: join(caches, 'cache') };
  const logOf = (name: string): string => join(dir, `${name}.log`);
  const inShell = (name: string, shown: string, script = shown): Contender => {
    return {
      shown,
      before: () => {
        moveAway(caches);
      },
      command: { program: 'bash', args: ['-ec', `${script} 2>${logOf(name)}`], cwd: dir, env },
    };
  };
  const goBuild = 'for p in plugins/*; do (cd $p && go build -buildmode=plugin -v -o ../../out/); done';
  const tool = bench.tool([], dir);
  const byTool = (name: string, args: string): Contender =>
    inShell(name, `gorename-plugin ${args}`, `'${[tool.program, ...tool.args].join("' '")}' ${args}`);
  const contenders = {
    plain: inShell('plain', goBuild, `mkdir -p out; (${goBuild})`),
    renamed: byTool('renamed', "build './plugins/*' -o out/ -- -v"),
  };
  const closure = byTool('closure', "build './plugins/*' -o out/ --prefix 't_{closure}' -- -v");
  const options = { rounds: bench.rounds(2), warmUp: false };
  // With one set there is nothing that only some of the plugins share.
  const results =
    sets === 1
      ? await runContest(contenders, options)
      : await runContest({ ...contenders, closure }, options);
  const needs: string[][] = [];
  for (const name of PLUGINS.slice(0, sets)) needs.push(await thirdParty(bench, join(dir, 'plugins', name)));
  const needed = needs.flat();
  const count = (name: string): number =>
    namedPackages(readFileSync(logOf(name), 'utf8')).filter((importPath) => needed.includes(importPath))
      .length;
  const renamed = count('renamed');
  const withClosures = sets === 1 ? '' : `, ${count('closure')} with \`{closure}\``;
  return {
    blocks: [
      timesTable(Object.values(results)),
      `Third-party packages compiled: ${count('plain')} by plain \`go build\`, ${renamed} by the tool${withClosures}.`,
    ],
    verdicts: [
      {
        target: `${sets === 1 ? 'one dependency set' : `${sets} sets`}: dependencies compiled once for each, ${needed.length} packages`,
        measured: String(renamed),
        met: renamed <= needed.length,
      },
    ],
    ratio: ratio(results.renamed, results.plain),
  };
}

/** The packages of other modules that the one in `dir` is built from. */
async function thirdParty(bench: Bench, dir: string): Promise<string[]> {
  const format = '{{if and .Module (not .Module.Main)}}{{.ImportPath}}{{end}}';
  const { stdout } = await run(bench.go(['list', '-deps', '-f', format, '.'], dir));
  return stdout.split('\n').filter((line) => line !== '');
}

/** Ten main packages in one module; each its own file, so that no two are the same program. */
function writeOneSet(bench: Bench): string {
  const dir = bench.copyPlugin(bench.subject, 'plugins/one');
  const main = join(dir, 'main.go');
  for (const name of PLUGINS) {
    mkdirSync(join(dir, 'plugins', name), { recursive: true });
    const source = `${readFileSync(main, 'utf8')}\nvar BenchName = "${name}"\n`;
    writeFileSync(join(dir, 'plugins', name, 'main.go'), source);
  }
  rmSync(main);
  return dir;
}

/** Ten modules, each of whose go.mod asks for what it imports. */
async function writeOverlappingSets(bench: Bench): Promise<string> {
  const dir = bench.makeDir('plugins/several');
  for (const [index, name] of PLUGINS.entries()) {
    const plugin = bench.makeDir(`plugins/several/plugins/${name}`);
    const set = SETS[index % SETS.length] ?? [];
    const imports = set.map((path) => `import _ "${path}"\n`).join('');
    writeFileSync(
      join(plugin, 'main.go'),
      `package main\n\n${imports}\nfunc Name() string { return "${name}" }\n\nfunc main() {}\n`,
    );
    const requirements = set.map((path) => `require ${path} ${VERSIONS[path] ?? ''}\n`).join('');
    writeFileSync(join(plugin, 'go.mod'), `module example.com/${name}\n\ngo 1.18\n\n${requirements}`);
    await run(bench.go(['mod', 'tidy'], plugin));
  }
  return dir;
}
