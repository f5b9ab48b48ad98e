// Command typecheck reports which packages' types the exported functions and variables of a main package expose. It reads
// the sources of the whole build, of all packages but the main one without the bodies of functions, and compiles nothing.
//
// Usage: typecheck request.json; the answer is JSON on standard output.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"sync"
)

// request describes what to check.
type request struct {
	Main     string                `json:"main"`
	GOARCH   string                `json:"goarch"`
	Packages map[string]*goPackage `json:"packages"`
	// Wanted are the packages whose types are reported, by import path; the types behind them are not.
	Wanted []string `json:"wanted"`
	// Others are packages whose types are reported as well, with the types behind them.
	Others []string `json:"others"`
	// CutOff asks for what the plugin is cut off from instead.
	CutOff *cutOffRequest `json:"cutOff"`
	// Changes asks for what changes the state of libraries instead.
	Changes *changesRequest `json:"changes"`
}

type goPackage struct {
	Dir      string   `json:"dir"`
	Files    []string `json:"files"`
	Standard bool     `json:"standard"`
}

// exposure is one type that an exported symbol exposes.
type exposure struct {
	Symbol     string `json:"symbol"`
	SymbolKind string `json:"symbolKind"`
	ImportPath string `json:"importPath"`
	TypeName   string `json:"typeName"`
	// Where the symbol is declared.
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var asked request
	if err := json.Unmarshal(content, &asked); err != nil {
		return err
	}
	l := newLoader(asked)
	if err := l.parse(); err != nil {
		return err
	}
	if asked.CutOff != nil {
		return json.NewEncoder(os.Stdout).Encode(l.cutOff(*asked.CutOff))
	}
	if asked.Changes != nil {
		return json.NewEncoder(os.Stdout).Encode(l.changes(*asked.Changes))
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}}
	if _, err := l.check(asked.Main, info); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(l.exposed(info))
}

// loader type-checks packages as they are imported.
type loader struct {
	request
	fset   *token.FileSet
	files  map[string][]*ast.File
	loaded map[string]*types.Package
	wanted map[string]bool
	others map[string]bool
	// infos are filled for packages whose function bodies are read as well.
	infos map[string]*types.Info
	// broken are packages with errors.
	broken map[string]bool
}

func newLoader(asked request) *loader {
	l := &loader{
		request: asked,
		fset:    token.NewFileSet(),
		files:   map[string][]*ast.File{},
		loaded:  map[string]*types.Package{"unsafe": types.Unsafe},
		wanted:  map[string]bool{},
		others:  map[string]bool{},
		broken:  map[string]bool{},
	}
	for _, path := range asked.Others {
		l.others[path] = true
	}
	for _, path := range asked.Wanted {
		l.wanted[path] = true
	}
	return l
}

func (l *loader) parse() error {
	var mu sync.Mutex
	var failed error
	var all sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for path, p := range l.Packages {
		all.Add(1)
		go func(path string, p *goPackage) {
			defer all.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			var files []*ast.File
			for _, name := range p.Files {
				f, err := parser.ParseFile(l.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
				// The compiler reports what does not parse; the rest is used.
				if f != nil {
					files = append(files, f)
					continue
				}
				mu.Lock()
				failed = err
				mu.Unlock()
			}
			mu.Lock()
			l.files[path] = files
			mu.Unlock()
		}(path, p)
	}
	all.Wait()
	return failed
}

// importer resolves the imports of one package.
type importer struct {
	l        *loader
	standard bool
}

func (i importer) Import(path string) (*types.Package, error) {
	if vendored := "vendor/" + path; i.standard && i.l.Packages[vendored] != nil {
		path = vendored
	}
	return i.l.check(path, i.l.infos[path])
}

// check type-checks a package. The compiler reports errors in it: the types concerned are invalid, and skipped.
// With info, the bodies of its functions are read as well.
func (l *loader) check(path string, info *types.Info) (*types.Package, error) {
	if known, ok := l.loaded[path]; ok {
		return known, nil
	}
	p := l.Packages[path]
	if p == nil {
		return nil, fmt.Errorf("package %s is not in the build", path)
	}
	config := types.Config{
		IgnoreFuncBodies:         info == nil,
		FakeImportC:              true,
		DisableUnusedImportCheck: true,
		Importer:                 importer{l, p.Standard},
		Error:                    func(error) {},
		Sizes:                    types.SizesFor("gc", l.GOARCH),
	}
	checked, err := config.Check(path, l.fset, l.files[path], info)
	l.broken[path] = err != nil
	l.loaded[path] = checked
	return checked, nil
}

// exposed lists what the exported symbols of the main package expose, sorted.
func (l *loader) exposed(info *types.Info) []exposure {
	found := map[exposure]bool{}
	for _, file := range l.files[l.Main] {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if f, ok := info.Defs[d.Name].(*types.Func); ok && d.Recv == nil && d.Name.IsExported() {
					l.exposeFunc(found, info, d, f.Type().(*types.Signature))
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if values, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
						l.exposeVars(found, info, values)
					}
				}
			}
		}
	}
	sorted := make([]exposure, 0, len(found))
	for e := range found {
		sorted = append(sorted, e)
	}
	sort.Slice(sorted, func(i, j int) bool { return fmt.Sprint(sorted[i]) < fmt.Sprint(sorted[j]) })
	return sorted
}

func (l *loader) exposeFunc(found map[exposure]bool, info *types.Info, d *ast.FuncDecl, signature *types.Signature) {
	// A generic function is not a symbol.
	if signature.TypeParams().Len() > 0 {
		return
	}
	w := l.walkFrom(found, d.Name, "func")
	w.visit(signature)
	if d.Body == nil {
		return
	}
	// An interface holds values of types that its own type does not name: returned values show their types.
	ast.Inspect(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for _, result := range n.Results {
				w.visit(info.Types[result].Type)
			}
		}
		return true
	})
}

func (l *loader) exposeVars(found map[exposure]bool, info *types.Info, values *ast.ValueSpec) {
	for i, name := range values.Names {
		variable, ok := info.Defs[name].(*types.Var)
		if !ok || !name.IsExported() {
			continue
		}
		w := l.walkFrom(found, name, "var")
		w.visit(variable.Type())
		// The same as for function results.
		if len(values.Values) == len(values.Names) {
			w.visit(info.Types[values.Values[i]].Type)
		}
	}
}

// walk goes from the type of a symbol to all types that a host can reach from it.
type walk struct {
	l      *loader
	found  map[exposure]bool
	symbol exposure
	named  map[string]bool
}

func (l *loader) walkFrom(found map[exposure]bool, name *ast.Ident, kind string) *walk {
	p := l.fset.Position(name.Pos())
	symbol := exposure{Symbol: name.Name, SymbolKind: kind, File: p.Filename, Line: p.Line, Column: p.Column}
	return &walk{l: l, found: found, symbol: symbol, named: map[string]bool{}}
}

func (w *walk) visit(t types.Type) {
	switch t := t.(type) {
	case *types.Pointer:
		w.visit(t.Elem())
	case *types.Slice:
		w.visit(t.Elem())
	case *types.Array:
		w.visit(t.Elem())
	case *types.Chan:
		w.visit(t.Elem())
	case *types.Map:
		w.visit(t.Key())
		w.visit(t.Elem())
	case *types.Tuple:
		for i := 0; i < t.Len(); i++ {
			w.visit(t.At(i).Type())
		}
	case *types.Signature:
		w.visit(t.Params())
		w.visit(t.Results())
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			if f := t.Field(i); f.Exported() || f.Embedded() {
				w.visit(f.Type())
			}
		}
	case *types.Interface:
		for i := 0; i < t.NumMethods(); i++ {
			if m := t.Method(i); m.Exported() {
				w.visit(m.Type())
			}
		}
	case *types.Named:
		w.visitNamed(t)
	// An alias has a separate node since go1.22.
	case interface{ Rhs() types.Type }:
		w.visit(t.Rhs())
	}
}

func (w *walk) visitNamed(t *types.Named) {
	key := types.TypeString(t, nil)
	if w.named[key] || t.Obj().Pkg() == nil {
		return
	}
	w.named[key] = true
	for i := 0; i < t.TypeArgs().Len(); i++ {
		w.visit(t.TypeArgs().At(i))
	}
	path := t.Obj().Pkg().Path()
	if w.l.wanted[path] || w.l.others[path] {
		e := w.symbol
		e.ImportPath, e.TypeName = path, t.Obj().Name()
		w.found[e] = true
	}
	if w.l.wanted[path] {
		return
	}
	if w.l.Packages[path] != nil && w.l.Packages[path].Standard {
		return
	}
	w.visit(t.Underlying())
	for i := 0; i < t.NumMethods(); i++ {
		if m := t.Method(i); m.Exported() {
			w.visit(m.Type())
		}
	}
}
