package main

import (
	"go/ast"
	"strconv"
)

// reach finds the declarations that some packages need: all of their own, and those of other packages that these name,
// directly or not. The others are neither parsed, if their package is not needed at all, nor type-checked.
//
// It compares names and does not know what they stand for, as local variables and fields: so it finds too many, never too few.
type reach struct {
	l *loader
	// whole are the packages of which all is needed, function bodies included. Of others no body is.
	whole map[string]bool
	known map[string]*declarations
	// open are the names to look for, by import path.
	open map[string]map[string]bool
}

// parseNeeded parses some packages, and what they need of others.
func (l *loader) parseNeeded(whole []string) error {
	r := &reach{l: l, whole: setOf(whole), known: map[string]*declarations{}, open: map[string]map[string]bool{}}
	for _, importPath := range whole {
		r.open[importPath] = map[string]bool{}
	}
	for len(r.open) > 0 {
		if parsed, err := r.parseOpen(); err != nil || parsed {
			if err != nil {
				return err
			}
			// The packages that are needed whole may name others.
			continue
		}
		open := r.open
		r.open = map[string]map[string]bool{}
		for importPath, names := range open {
			for name := range names {
				for _, d := range r.known[importPath].named[name] {
					r.need(importPath, d)
				}
			}
		}
	}
	for importPath, d := range r.known {
		l.files[importPath] = d.needed()
	}
	return nil
}

// parseOpen parses the packages of open names. It reports whether there were any to parse.
func (r *reach) parseOpen() (bool, error) {
	unknown := []string{}
	for importPath := range r.open {
		if r.known[importPath] == nil {
			unknown = append(unknown, importPath)
		}
	}
	if err := r.l.parse(unknown); err != nil {
		return false, err
	}
	for _, importPath := range unknown {
		r.known[importPath] = r.readDeclarations(importPath)
		if !r.whole[importPath] {
			continue
		}
		for _, d := range r.known[importPath].all {
			r.need(importPath, d)
		}
	}
	return len(unknown) > 0, nil
}

// want remembers a name of a package, if it is one.
func (r *reach) want(importPath, name string) {
	if r.l.Packages[importPath] == nil || r.known[importPath] != nil && r.known[importPath].named[name] == nil {
		return
	}
	if r.open[importPath] == nil {
		r.open[importPath] = map[string]bool{}
	}
	r.open[importPath][name] = true
}

// need adds a declaration, and the names in it.
func (r *reach) need(importPath string, d *declaration) {
	if d.needed {
		return
	}
	d.needed = true
	whole := r.whole[importPath]
	var visit func(n ast.Node) bool
	inspect := func(n ast.Node) bool {
		ast.Inspect(n, visit)
		return false
	}
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			// The name of a method stands for nothing else.
			if n.Recv != nil {
				inspect(n.Recv)
			}
			if n.Body != nil {
				inspect(n.Body)
			}
			return inspect(n.Type)
		case *ast.BlockStmt:
			return whole
		case *ast.Field:
			return inspect(n.Type)
		case *ast.ValueSpec:
			// The type is known without the value.
			if !whole && n.Type != nil && d.spec != nil {
				n.Values = nil
			}
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && d.in.imports[id.Name] != nil {
				spec := d.in.imports[id.Name]
				d.in.used[spec] = true
				r.want(r.l.imported(importPath, spec), n.Sel.Name)
			}
			return inspect(n.X)
		case *ast.Ident:
			r.want(importPath, n.Name)
			for _, spec := range d.in.dots {
				d.in.used[spec] = true
				r.want(r.l.imported(importPath, spec), n.Name)
			}
		}
		return true
	}
	if d.spec != nil {
		inspect(d.spec)
	} else {
		inspect(d.decl)
	}
}

// imported is the path of the package that an import spec of another package stands for.
func (l *loader) imported(by string, spec *ast.ImportSpec) string {
	importPath, _ := strconv.Unquote(spec.Path.Value)
	return l.resolve(by, importPath)
}

// nameOf is the name that a file uses for what it imports.
func (l *loader) nameOf(by string, spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	importPath := l.imported(by, spec)
	if p := l.Packages[importPath]; p != nil {
		return p.Name
	}
	return importPath
}
