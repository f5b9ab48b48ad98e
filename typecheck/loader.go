package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"sort"
	"sync"
)

// loader type-checks packages as they are imported.
type loader struct {
	request
	fset   *token.FileSet
	files  map[string][]*ast.File
	loaded map[string]*types.Package
	// infos are filled for packages whose function bodies are read.
	infos map[string]*types.Info
	// broken are packages with errors.
	broken map[string]bool
}

func newLoader(asked request) *loader {
	return &loader{
		request: asked,
		fset:    token.NewFileSet(),
		files:   map[string][]*ast.File{},
		loaded:  map[string]*types.Package{"unsafe": types.Unsafe},
		infos:   map[string]*types.Info{},
		broken:  map[string]bool{},
	}
}

func (l *loader) parse(paths []string) error {
	var mu sync.Mutex
	var failed error
	var all sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, path := range paths {
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
		}(path, l.Packages[path])
	}
	all.Wait()
	return failed
}

// importer resolves the imports of one package.
type importer struct {
	l  *loader
	by string
}

func (i importer) Import(path string) (*types.Package, error) {
	path = i.l.resolve(i.by, path)
	return i.l.check(path)
}

// resolve is the path of the package that an import of another package stands for.
func (l *loader) resolve(by, path string) string {
	if p := l.Packages[by]; p != nil && p.Standard && l.Packages["vendor/"+path] != nil {
		return "vendor/" + path
	}
	return path
}

// check type-checks what is needed of a package. The compiler reports errors in it: the types concerned are invalid, and skipped.
func (l *loader) check(path string) (*types.Package, error) {
	if known, ok := l.loaded[path]; ok {
		return known, nil
	}
	p := l.Packages[path]
	if p == nil {
		return nil, fmt.Errorf("package %s is not in the build", path)
	}
	info := l.infos[path]
	config := types.Config{
		IgnoreFuncBodies:         info == nil,
		FakeImportC:              true,
		DisableUnusedImportCheck: true,
		Importer:                 importer{l, path},
		Error:                    func(error) {},
		Sizes:                    types.SizesFor("gc", l.GOARCH),
	}
	checked, err := config.Check(path, l.fset, l.files[path], info)
	l.broken[path] = err != nil
	l.loaded[path] = checked
	return checked, nil
}

// readAll checks packages with their function bodies.
func (l *loader) readAll(paths []string) error {
	for _, path := range paths {
		if l.Packages[path] == nil {
			return fmt.Errorf("package %s is not in the build", path)
		}
		l.infos[path] = &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
			Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
			Implicits: map[ast.Node]types.Object{},
		}
	}
	if err := l.parseNeeded(paths); err != nil {
		return err
	}
	for _, path := range paths {
		if _, err := l.check(path); err != nil {
			return err
		}
	}
	return nil
}

// failedOf are the packages of which the type checker did not make out all, sorted.
func (l *loader) failedOf(paths []string) []string {
	failed := []string{}
	for _, path := range paths {
		if l.broken[path] {
			failed = append(failed, path)
		}
	}
	sort.Strings(failed)
	return failed
}
