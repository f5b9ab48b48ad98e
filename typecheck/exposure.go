package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sort"
)

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
