import type { Bench } from '../harness/bench.js';
import { run } from '../harness/command.js';
import { table, type Verdict } from '../harness/section.js';
import { buildPair, compiledPackages } from './buildContenders.js';
import type { Group } from './group.js';

/** Newer versions of dependencies that ask for no newer version of another: of a leaf, and of what many import. */
const BUMPS: Record<string, string[]> = {
  'client-go': ['github.com/imdario/mergo@v0.3.16', 'golang.org/x/time@v0.5.0'],
  gjson: ['github.com/tidwall/pretty@v1.2.1'],
};

/** One dependency gets another version: what is compiled again? */
export const bump: Group = {
  name: 'bump',
  title: 'One dependency bumped',
  run: async (bench) => {
    const counts: Count[] = [];
    for (const dependency of BUMPS[bench.subject] ?? []) counts.push(await countCompiled(bench, dependency));
    return {
      blocks: [
        `${bench.subject}: packages that are compiled again after \`go get\` of one dependency (\`go build -v\` names them). ` +
          'Plain `go build` compiles those that changed or import a changed one.',
        table(
          [
            'dependency',
            'all packages',
            '`go build -buildmode=plugin -v`',
            '`gorename-plugin build . -- -v`',
          ],
          counts.map(({ dependency, all, plain, renamed }) => [
            `\`${dependency}\``,
            String(all),
            String(plain),
            String(renamed),
          ]),
        ),
      ],
      verdicts: counts.map(({ dependency, plain, renamed }): Verdict => {
        return {
          target: `${dependency}: no more than the ${plain} packages of plain \`go build\``,
          measured: String(renamed),
          met: renamed <= plain,
        };
      }),
    };
  },
};

interface Count {
  dependency: string;
  /** Packages outside of the standard library. */
  all: number;
  plain: number;
  renamed: number;
}

async function countCompiled(bench: Bench, dependency: string): Promise<Count> {
  const dirs = {
    plain: bench.copyPlugin(bench.subject, 'bump/plain'),
    renamed: bench.copyPlugin(bench.subject, 'bump/renamed'),
  };
  const { plain, renamed } = buildPair(bench, dirs, ['-v']);
  await run(plain.command);
  await run(renamed.command);
  for (const dir of [dirs.plain, dirs.renamed]) {
    await run(bench.go(['get', dependency], dir));
  }
  const { stdout } = await run(
    bench.go(['list', '-deps', '-f', '{{if not .Standard}}{{.ImportPath}}{{end}}', '.'], dirs.plain),
  );
  const all = stdout.split('\n').filter((line) => line !== '').length;
  return {
    dependency,
    all,
    plain: (await compiledPackages(plain.command)).length,
    renamed: (await compiledPackages(renamed.command)).length,
  };
}
