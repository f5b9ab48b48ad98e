package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sort"
)

// exposedRequest names the packages whose types are reported.
type exposedRequest struct {
	// Wanted are packages whose types are reported; the types behind them are not.
	Wanted []string `json:"wanted"`
	// Others are packages whose types are reported as well, with the types behind them.
	Others []string `json:"others"`
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

// exposer collects what the exported symbols of the main package expose.
type exposer struct {
	l      *loader
	info   *types.Info
	wanted map[string]bool
	others map[string]bool
	found  map[exposure]bool
}

// exposed lists what the exported symbols of the main package expose, sorted.
func (l *loader) exposed(asked exposedRequest) []exposure {
	x := &exposer{l, l.infos[l.Main], setOf(asked.Wanted), setOf(asked.Others), map[exposure]bool{}}
	for _, file := range l.files[l.Main] {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if f, ok := x.info.Defs[d.Name].(*types.Func); ok && d.Recv == nil && d.Name.IsExported() {
					x.exposeFunc(d, f.Type().(*types.Signature))
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if values, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
						x.exposeVars(values)
					}
				}
			}
		}
	}
	sorted := make([]exposure, 0, len(x.found))
	for e := range x.found {
		sorted = append(sorted, e)
	}
	sort.Slice(sorted, func(i, j int) bool { return fmt.Sprint(sorted[i]) < fmt.Sprint(sorted[j]) })
	return sorted
}

func (x *exposer) exposeFunc(d *ast.FuncDecl, signature *types.Signature) {
	// A generic function is not a symbol.
	if signature.TypeParams().Len() > 0 {
		return
	}
	w := x.walkFrom(d.Name, "func")
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
				w.visit(x.info.Types[result].Type)
			}
		}
		return true
	})
}

func (x *exposer) exposeVars(values *ast.ValueSpec) {
	for i, name := range values.Names {
		variable, ok := x.info.Defs[name].(*types.Var)
		if !ok || !name.IsExported() {
			continue
		}
		w := x.walkFrom(name, "var")
		w.visit(variable.Type())
		// The same as for function results.
		if len(values.Values) == len(values.Names) {
			w.visit(x.info.Types[values.Values[i]].Type)
		}
	}
}

// walk goes from the type of a symbol to all types that a host can reach from it.
type walk struct {
	*exposer
	symbol exposure
	named  map[string]bool
}

func (x *exposer) walkFrom(name *ast.Ident, kind string) *walk {
	p := x.l.fset.Position(name.Pos())
	symbol := exposure{Symbol: name.Name, SymbolKind: kind, File: p.Filename, Line: p.Line, Column: p.Column}
	return &walk{exposer: x, symbol: symbol, named: map[string]bool{}}
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
	if w.wanted[path] || w.others[path] {
		e := w.symbol
		e.ImportPath, e.TypeName = path, t.Obj().Name()
		w.found[e] = true
	}
	if w.wanted[path] {
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
