/** What a plugin is cut off from by a renamed copy of a library that the host has as well: one small library of each kind. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { proxyEnvironment } from '../../support/moduleProxy.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** Each library is a module `example.com/<name>` in two versions. */
const LIBRARIES = {
  router: `package router

import (
	"context"
	"net/http"
)

type key int

const varsKey key = iota

func Vars(r *http.Request) map[string]string {
	vars, _ := lookup(r, varsKey).(map[string]string)
	return vars
}

func lookup(r *http.Request, k interface{}) interface{} { return r.Context().Value(k) }

func With(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, varsKey, map[string]string{"id": name})
}

type Router struct{ handlers []http.HandlerFunc }

func (r *Router) Handle(h http.HandlerFunc) { r.handlers = append(r.handlers, h) }

func (r *Router) ServeHTTP(w http.ResponseWriter, q *http.Request) {}
`,
  span: `package span

import "context"

type keyType struct{ name string }

var Key = &keyType{"span"}

type Span struct{ name string }

func (s *Span) Name() string { return s.name }

func FromContext(ctx context.Context) *Span {
	s, _ := ctx.Value(Key).(*Span)
	return s
}

func With(ctx context.Context, s *Span) context.Context { return context.WithValue(ctx, Key, s) }
`,
  global: `package global

import (
	"sync"
	"sync/atomic"
)

type Provider interface{ Name() string }

var provider atomic.Value

func SetProvider(p Provider) { provider.Store(p) }

func current() Provider {
	p, _ := provider.Load().(Provider)
	return p
}

func GetProvider() Provider { return current() }

var (
	mu    sync.Mutex
	level int
)

func SetLevel(n int) {
	mu.Lock()
	defer mu.Unlock()
	level = n
}

func Level() int {
	mu.Lock()
	defer mu.Unlock()
	return level
}

type Logger struct{ prefix string }

func (l *Logger) SetPrefix(p string) { l.prefix = p }

func (l *Logger) Print(s string) string { return l.prefix + s }

var std = &Logger{}

func Default() *Logger { return std }

func Print(s string) string { return std.Print(s) }
`,
  registry: `package registry

import "errors"

type Driver interface{ Run() string }

var drivers = map[string]Driver{}

func Register(name string, d Driver) error {
	if drivers[name] != nil {
		return errors.New("registered twice")
	}
	drivers[name] = d
	return nil
}

func Open(name string) Driver { return drivers[name] }

type Registerer interface{ MustRegister(name string) }

type set struct{ names map[string]bool }

func (s *set) MustRegister(name string) { s.names[name] = true }

var defaultSet = &set{names: map[string]bool{}}

var Default Registerer = defaultSet

func MustRegister(name string) { Default.MustRegister(name) }
`,
  failure: `package failure

import "errors"

var ErrMissing = errors.New("missing")

type Error struct{ Code int }

func (e *Error) Error() string { return "failed" }

func Find(name string) error { return ErrMissing }
`,
  pure: `package pure

import (
	"context"
	"errors"
	"io"
	"crypto/rand"
	"regexp"
	"sync"
)

var ErrSyntax = errors.New("syntax")

var Precision = 16

var reader io.Reader = rand.Reader

func SetReader(r io.Reader) { reader = r }

var modifiers map[string]func(string) string

func AddModifier(name string, f func(string) string) { modifiers[name] = f }

var pool = sync.Pool{New: func() interface{} { return new([16]byte) }}

var word = regexp.MustCompile("[a-z]+")

var (
	once  sync.Once
	table map[string]int
	cache = map[string]string{}
	cacheMu sync.Mutex
)

func load() { once.Do(func() { table = map[string]int{"a": 1} }) }

func Get(s string) string {
	if s != "" && s[0] == '@' {
		return modify(s)
	}
	load()
	buffer := pool.Get().(*[16]byte)
	defer pool.Put(buffer)
	reader.Read(buffer[:Precision])
	return word.FindString(s)
}

func modify(s string) string { return modifiers[s[1:]](s) }

func Cached(s string) string {
	cacheMu.Lock()
	defer cacheMu.Unlock()
	if cache[s] == "" {
		cache[s] = s + s
	}
	return cache[s]
}

type UUID [16]byte

var Nil UUID

func New() (u UUID) {
	io.ReadFull(reader, u[:])
	return u
}

type Encoding struct{ name string }

func (e *Encoding) Name() string { return e.name }

var UTF8 = NewEncoding()

type Charmap struct{ name string }

func NewEncoding() *Charmap { return &Charmap{"utf8"} }

func (c *Charmap) Name() string { return c.name }

type Number struct{ n int }

var Zero = Number{}

func (n *Number) UnmarshalText(text []byte) error {
	n.n = len(text)
	return nil
}

func (n Number) Text() string { return "n" }

var nothing = &Encoding{}

func EncodingOf(ctx context.Context) *Encoding {
	if ctx.Err() == nil {
		return nothing
	}
	return &Encoding{}
}

func (e *Encoding) rename(name string) { e.name = name }

func Work(ctx context.Context) error { return ctx.Err() }
`,
};
type Library = keyof typeof LIBRARIES;

const root = tempDir();
const hosts = join(root, 'host');
let env: Record<string, string>;

function write(files: Record<string, string>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

setUp(async () => {
  const names = Object.keys(LIBRARIES) as Library[];
  for (const name of names)
    for (const version of ['v1.0.0', 'v1.1.0'])
      write({
        [`modules/example.com/${name}@${version}/go.mod`]: `module example.com/${name}\n\ngo 1.18\n`,
        [`modules/example.com/${name}@${version}/${name}.go`]: LIBRARIES[name],
      });
  env = await proxyEnvironment(join(root, 'modules'));
  const required = names.map((name) => `\texample.com/${name} v1.0.0\n`).join('');
  const imported = names.map((name) => `\t_ "example.com/${name}"\n`).join('');
  write({
    'host/go.mod': `module example.com/host\n\ngo 1.18\n\nrequire (\n${required})\n`,
    'host/main.go': `package main\n\nimport (\n${imported}\t_ "plugin"\n)\n\nfunc main() {}\n`,
  });
  await go(hosts, ['mod', 'tidy'], env);
  await go(hosts, ['build', '-trimpath', '-o', join(root, 'h'), '.'], env);
});

let plugins = 0;

/**
 * Plans a plugin beside the host.
 * @param imports - of main: libraries by name, and packages of the standard library.
 * @returns its warnings of this kind, with place, name and state.
 */
async function cutOff(imports: string[], body: string, options: string[] = []): Promise<string[]> {
  const name = `plugin${String(plugins++)}`;
  const paths = imports.map((path) => (path in LIBRARIES ? `example.com/${path}` : path));
  const required = imports
    .filter((path) => path in LIBRARIES)
    .map((path) => `\texample.com/${path} v1.1.0\n`);
  write({
    [`${name}/go.mod`]: `module example.com/${name}\n\ngo 1.18\n\nrequire (\n${required.join('')})\n`,
    [`${name}/main.go`]: `package main\n\nimport (\n${paths.map((path) => `\t"${path}"\n`).join('')})\n\n${body}\n\nfunc main() {}\n`,
  });
  await go(join(root, name), ['mod', 'tidy'], env);
  return findCutOff(['build', name, '--host', 'h', '--dry-run', ...options]);
}

/** Runs a command and returns its warnings of this kind. */
async function findCutOff(command: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await runTool([...command, '--json'], { cwd: root, env });
  assert.equal(exitCode, 0, stderr);
  const { findings } = JSON.parse(stdout) as {
    findings: {
      kind: string;
      position: { line: number; column: number };
      name: string;
      state: string;
      advice: string;
    }[];
  };
  return findings.flatMap(({ kind, position, name, state }) =>
    kind === 'cut-off-state' ? [`${String(position.line)}:${String(position.column)} ${name} ${state}`] : [],
  );
}

test('cut-off-state reports a value in the request or the context of the host', async () => {
  assert.deepEqual(
    await cutOff(
      ['router', 'net/http'],
      'func Handle(w http.ResponseWriter, r *http.Request) {\n\tw.Write([]byte(router.Vars(r)["id"]))\n}',
    ),
    ['9:24 Vars context-read'],
  );
  // Through a helper, a derived context and a method.
  assert.deepEqual(
    await cutOff(
      ['span', 'context', 'net/http'],
      'type handler struct{}\n\nfunc (handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { name(r.Context()) }\n\nvar Handler http.Handler = handler{}\n\n' +
        'func name(c context.Context) string {\n\tctx, cancel := context.WithCancel(c)\n\tdefer cancel()\n\treturn span.FromContext(ctx).Name()\n}',
    ),
    ['18:14 FromContext context-read'],
  );
  assert.deepEqual(
    await cutOff(
      ['router', 'net/http'],
      'func Wrap(next http.Handler) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\tnext.ServeHTTP(w, r.WithContext(router.With(r.Context(), "x")))\n\t})\n}',
    ),
    ['10:42 With context-write'],
  );
});

test('cut-off-state does not report contexts that the plugin makes, and handlers of a router that it makes', async () => {
  assert.deepEqual(
    await cutOff(
      ['router', 'net/http'],
      'func Handler() http.Handler {\n\tr := &router.Router{}\n\tr.Handle(func(w http.ResponseWriter, r *http.Request) { router.Vars(r) })\n\tr.Handle(show)\n\treturn r\n}\n\nfunc show(w http.ResponseWriter, r *http.Request) { router.Vars(r) }',
    ),
    [],
  );
  assert.deepEqual(
    await cutOff(
      ['span', 'context'],
      'func Run(ctx context.Context) string {\n\treturn span.FromContext(context.WithValue(ctx, span.Key, &span.Span{})).Name()\n}',
    ),
    [],
  );
  assert.deepEqual(
    await cutOff(
      ['span', 'context'],
      'func Run() string { return span.FromContext(context.Background()).Name() }',
    ),
    [],
  );
  // A function of the library stores what is looked for, but not in the other context.
  assert.deepEqual(
    await cutOff(
      ['span', 'context'],
      'func Run(ctx, other context.Context) {\n\tspan.FromContext(span.With(ctx, &span.Span{}))\n\tspan.FromContext(other)\n\tctx = span.With(ctx, &span.Span{})\n\tspan.FromContext(ctx)\n}',
    ),
    ['10:7 FromContext context-read'],
  );
});

test('cut-off-state reports what a setter of the library keeps for the program', async () => {
  assert.deepEqual(
    await cutOff(
      ['global'],
      'func Name() string { return global.GetProvider().Name() }\n\nfunc Level() int { return global.Level() }\n\nfunc Log() string { return global.Print("x") }\n\nfunc Set() { global.SetLevel(3) }\n\nfunc Own() { global.Default().SetPrefix("x") }',
    ),
    [
      '7:36 GetProvider global-read',
      '9:34 Level global-read',
      '11:35 Print global-read',
      '13:21 SetLevel global-write',
    ],
  );
});

test('cut-off-state reports a registry, and a default one behind an interface', async () => {
  assert.deepEqual(
    await cutOff(
      ['registry'],
      'type driver struct{}\n\nfunc (driver) Run() string { return "" }\n\nfunc init() {\n\tregistry.Register("x", driver{})\n\tregistry.MustRegister("y")\n\tregistry.Default.MustRegister("z")\n}\n\nfunc Run() string { return registry.Open("host").Run() }',
    ),
    ['12:11 Register global-write', '13:11 MustRegister global-read', '17:37 Open global-read'],
  );
});

test("cut-off-state reports errors and types that the host's values are compared with", async () => {
  assert.deepEqual(
    await cutOff(
      ['failure', 'errors'],
      'func IsMissing(err error) bool {\n\tvar e *failure.Error\n\tif errors.As(err, &e) {\n\t\treturn true\n\t}\n\treturn errors.Is(err, failure.ErrMissing)\n}',
    ),
    ['10:20 Error type', '13:32 ErrMissing error'],
  );
  assert.deepEqual(
    await cutOff(
      ['failure', 'context'],
      'func Code(ctx context.Context) int {\n\tswitch e := ctx.Value("error").(type) {\n\tcase *failure.Error:\n\t\treturn e.Code\n\t}\n\treturn 0\n}',
    ),
    ['10:7 Error type'],
  );
  // The plugin's own copy has made them.
  assert.deepEqual(
    await cutOff(
      ['failure', 'errors'],
      'func Has(name string) bool {\n\terr := failure.Find(name)\n\treturn err != failure.ErrMissing && !errors.Is(err, failure.ErrMissing)\n}',
    ),
    [],
  );
});

test('cut-off-state does not report a library without such state, nor what is shared', async () => {
  assert.deepEqual(
    await cutOff(
      ['pure', 'context'],
      'func Run(ctx context.Context, s string) (string, error) {\n\tid := pure.New()\n\tif id == pure.Nil {\n\t\treturn "", pure.Work(ctx)\n\t}\n\treturn pure.Get(s) + pure.Cached(s) + pure.UTF8.Name() + pure.Zero.Text() + pure.EncodingOf(ctx).Name(), nil\n}',
    ),
    [],
  );
  assert.deepEqual(
    await cutOff(
      ['router', 'net/http'],
      'func Handle(w http.ResponseWriter, r *http.Request) {\n\tw.Write([]byte(router.Vars(r)["id"]))\n}',
      ['--keep', 'example.com/router'],
    ),
    [],
  );
});

test('cut-off-state is found again when a dependency has changed, or only main: answers of earlier builds do not stay', async () => {
  const provider = 'var provider Provider\n\nfunc GetProvider() Provider { return provider }\n';
  const stateless = 'package global\n\ntype Provider interface{ Name() string }\n\n' + provider;
  const withSetter = `${stateless}\nfunc SetProvider(p Provider) { provider = p }\n`;
  const use = 'func Name() string { return global.GetProvider().Name() }';
  const writeMain = (body: string): void => {
    write({
      'changing/main.go': `package main\n\nimport "example.com/global"\n\n${body}\n\nfunc main() {}\n`,
    });
  };
  write({
    'changing/go.mod':
      'module example.com/changing\n\ngo 1.18\n\nrequire example.com/global v1.1.0\n\nreplace example.com/global => ../global\n',
    'global/go.mod': 'module example.com/global\n\ngo 1.18\n',
    'global/global.go': stateless,
  });
  writeMain(use);
  const command = ['build', 'changing', '--host', 'h', '-o', 'changing.so'];
  assert.deepEqual(await findCutOff(command), []);
  write({ 'global/global.go': withSetter });
  assert.deepEqual(await findCutOff(command), ['5:36 GetProvider global-read']);
  writeMain(`var Moved int\n\n${use}`);
  assert.deepEqual(await findCutOff(command), ['7:36 GetProvider global-read']);
  writeMain('func Name() string { return "" }\n\nvar P global.Provider');
  assert.deepEqual(await findCutOff(command), []);
  writeMain(use);
  assert.deepEqual(await findCutOff(command), ['5:36 GetProvider global-read']);
  write({ 'global/global.go': stateless });
  assert.deepEqual(await findCutOff(command), []);
});
