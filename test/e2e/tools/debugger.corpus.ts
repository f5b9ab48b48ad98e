/** Delve, with the rules that `paths` prints, and pprof, with `trace`, show a renamed plugin's original sources. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { installGoTool } from '../../support/goTools.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** Without optimizations; of all packages, because host and plugin share the standard library. */
const UNOPTIMIZED = '-gcflags=all=-N -l';

let dlv: string;
let plugin: string;

setUp(async () => {
  dlv = await installGoTool('dlv');
  plugin = copyFixture('systems/plugin1');
});

interface Message {
  type: string;
  event?: string;
  command?: string;
  body?: { hitBreakpointIds?: number[]; threadId?: number; stackFrames?: StackFrame[] };
}

interface StackFrame {
  source?: { path: string };
  line: number;
}

/**
 * Debugs a host as VS Code does, with breakpoints that are set before it starts.
 * @param configuration - of launch.json.
 * @returns `file:line` of the innermost frame at each stop.
 */
async function debug(configuration: object, breakpoints: Record<string, number>): Promise<string[]> {
  const server = spawn(dlv, ['dap', '--listen=127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [greeting] = (await once(server.stdout, 'data')) as [Buffer];
    const socket = connect(Number(/127\.0\.0\.1:(\d+)/.exec(greeting.toString())?.[1]), '127.0.0.1');
    let sequence = 0;
    const send = (command: string, args: object = {}): void => {
      const text = JSON.stringify({ seq: ++sequence, type: 'request', command, arguments: args });
      socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    const stops: string[] = [];
    const receive = ({ event, command, body }: Message): boolean => {
      if (event === 'initialized') {
        for (const [path, line] of Object.entries(breakpoints))
          send('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
        send('configurationDone');
      }
      if (event === 'stopped') send('stackTrace', { threadId: body?.threadId, levels: 1 });
      if (command === 'stackTrace') {
        const [frame] = body?.stackFrames ?? [];
        stops.push(`${frame?.source?.path ?? ''}:${frame?.line ?? 0}`);
        send('continue', { threadId: 1 });
      }
      return event === 'terminated';
    };
    send('initialize', { adapterID: 'go', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true });
    send('launch', configuration);
    let rest = Buffer.alloc(0);
    for await (const chunk of socket) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (;;) {
        const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1', 0, 100));
        const end = (header?.[0].length ?? 0) + Number(header?.[1]);
        if (header === null || rest.length < end) break;
        const message = JSON.parse(rest.toString('utf8', header[0].length, end)) as Message;
        rest = rest.subarray(end);
        if (receive(message)) return stops;
      }
    }
    throw new Error('delve has closed the connection');
  } finally {
    server.kill();
  }
}

for (const flags of [[UNOPTIMIZED], [UNOPTIMIZED, '-trimpath']])
  test(`delve stops at breakpoints in original files of a plugin and of its dependency ${flags.slice(1).join('')}`, async () => {
    const dir = tempDir();
    const host = await goBuild(copyFixture('systems/golang'), join(dir, 'host'), flags);
    const file = join(dir, 'plugin.so');
    const build = await runTool(['build', plugin, '-o', file, '--', ...flags]);
    assert.equal(build.exitCode, 0, build.stderr);
    const module = (await go(plugin, ['list', '-m', '-f', '{{.Dir}}', 'github.com/tidwall/gjson'])).trim();
    const lineOf = (path: string, code: string): number =>
      readFileSync(path, 'utf8')
        .split('\n')
        .findIndex((line) => line.includes(code)) + 1;
    const [own, dependency] = [join(plugin, 'main.go'), join(module, 'gjson.go')];
    const breakpoints = {
      [own]: lineOf(own, 'return gjson.Get'),
      [dependency]: lineOf(dependency, 'func Get(json, path string) Result {') + 1,
    };
    const { stdout, stderr } = await runTool(['paths', '--vscode', file]);
    const configuration = JSON.parse(stdout) as object;
    const stops = await debug({ ...configuration, program: host, args: [file] }, breakpoints);
    assert.equal(stderr, '');
    assert.deepEqual(
      stops.slice(0, 2),
      Object.entries(breakpoints).map(([path, line]) => `${path}:${line}`),
    );

    const commands = join(dir, 'commands');
    const rules = (await runTool(['paths', '--dlv', file])).stdout;
    const stop = ([path, line]: [string, number]): string => `break ${path}:${line}`;
    writeFileSync(
      commands,
      [rules, ...Object.entries(breakpoints).map(stop), 'continue', 'continue', 'exit'].join('\n'),
    );
    const terminal = [
      dlv,
      'exec',
      host,
      '--init',
      commands,
      '--allow-non-terminal-interactive=true',
      '--',
      file,
    ];
    // It asks for each file that is not loaded yet.
    const shown = await run('bash', ['-c', 'yes | "$@"', 'bash', ...terminal], { cwd: dir });
    for (const [path, line] of Object.entries(breakpoints))
      assert.match(
        shown.stdout,
        new RegExp(`> \\[Breakpoint \\d\\] .*${path.replace(/^.*\//, '')}:${line} `),
      );
  });

const PROFILED: Record<string, string> = {
  'plug/go.mod': 'module example.com/profiled\n\ngo 1.21\n',
  'plug/main.go': `package main

import "example.com/profiled/inner"

func Answer() string { return inner.Work() }

func main() {}
`,
  'plug/inner/inner.go': `package inner

import "time"

//go:noinline
func Work() string {
	n := 0
	for end := time.Now().Add(500 * time.Millisecond); time.Now().Before(end); n++ {
	}
	if n < 0 {
		return ""
	}
	return "done"
}
`,
  'host/go.mod': 'module example.com/host\n\ngo 1.21\n',
  'host/main.go': `package main

import (
	"fmt"
	"os"
	"plugin"
	"runtime/pprof"
)

func main() {
	opened, err := plugin.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	answer, _ := opened.Lookup("Answer")
	file, _ := os.Create("cpu.prof")
	pprof.StartCPUProfile(file)
	fmt.Println(answer.(func() string)())
	pprof.StopCPUProfile()
	file.Close()
}
`,
};

test('trace restores functions and positions in what pprof prints of a profile of a host', async () => {
  const dir = tempDir();
  for (const [path, content] of Object.entries(PROFILED)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  const host = await goBuild(join(dir, 'host'), join(dir, 'profiled'));
  const file = join(dir, 'plugin.so');
  const build = await runTool(['build', join(dir, 'plug'), '-o', file]);
  assert.equal(build.exitCode, 0, build.stderr);
  assert.equal((await run(host, [file], { cwd: dir })).stdout, 'done');
  const text = await go(dir, ['tool', 'pprof', '-lines', '-top', 'cpu.prof']);
  assert.match(text, /t_\d+_\w+\/example\.com\/profiled\/inner\.Work/);
  writeFileSync(join(dir, 'top.txt'), text);
  const { stdout } = await runTool(['trace', join(dir, 'top.txt')]);
  assert.match(stdout, / example\.com\/profiled\/inner\.Work example\.com\/profiled\/inner\/inner\.go:8$/m);
  assert.match(stdout, / example\.com\/profiled\.Answer example\.com\/profiled\/main\.go:5$/m);
  assert.doesNotMatch(stdout, /t_\d+_/);
});
