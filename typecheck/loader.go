package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"sync"
)

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
