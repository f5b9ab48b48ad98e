package main

import (
	"go/ast"
	"go/types"
)

// origins knows which values in the plugin's own code come from the host: what its entry functions are called with, and
// what is made of that.
type origins struct {
	l *loader
	// private are the renamed packages: what they return was made by the plugin's own copy.
	private map[string]bool
	values  map[types.Object]bool
	// results are own functions that return values of the host.
	results map[*types.Func]bool
	changed bool
}

func newOrigins(l *loader, own []string, private map[string]bool) *origins {
	o := &origins{l: l, private: private, values: map[types.Object]bool{}, results: map[*types.Func]bool{}}
	for _, path := range own {
		for _, file := range l.files[path] {
			o.enter(l.infos[path], file)
		}
	}
	for o.changed = true; o.changed; {
		o.changed = false
		for _, path := range own {
			for _, file := range l.files[path] {
				o.spread(l.infos[path], file)
			}
		}
	}
	return o
}

// enter marks the parameters of functions that a host may call: exported functions and methods, and functions used as
// values, unless a private library is what gets them.
func (o *origins) enter(info *types.Info, file *ast.File) {
	given := map[types.Object]bool{}
	asValue := map[types.Object]bool{}
	walkWithStack(file, func(stack []ast.Node) bool {
		switch n := stack[len(stack)-1].(type) {
		case *ast.Ident:
			if function, ok := info.Uses[n].(*types.Func); ok && callOf(stack) == nil {
				if o.givenAway(info, stack) {
					given[function] = true
				} else {
					asValue[function] = true
				}
			}
		case *ast.FuncLit:
			if !o.givenAway(info, stack) && !isCalled(n, stack) {
				o.markParams(info, n.Type)
			}
		}
		return true
	})
	for _, declaration := range file.Decls {
		d, ok := declaration.(*ast.FuncDecl)
		if !ok {
			continue
		}
		function := info.Defs[d.Name]
		if given[function] || (d.Recv == nil && (d.Name.Name == "main" || d.Name.Name == "init")) {
			continue
		}
		isMain := file.Name.Name == "main"
		if asValue[function] || (d.Name.IsExported() && (d.Recv != nil || isMain)) {
			o.markParams(info, d.Type)
		}
	}
}

func isCalled(literal *ast.FuncLit, stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	call, ok := stack[len(stack)-2].(*ast.CallExpr)
	return ok && call.Fun == literal
}

// givenAway reports whether the innermost expression is a part of an argument of a private library's function.
func (o *origins) givenAway(info *types.Info, stack []ast.Node) bool {
	for i := len(stack) - 2; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.CallExpr:
			if stack[i+1] == n.Fun {
				continue
			}
			if callee := calleeOf(info, n); callee != nil && o.isPrivate(callee) {
				return true
			}
		case *ast.CompositeLit:
			if named := namedOf(info.Types[n].Type); named != nil && named.Obj().Pkg() != nil && o.private[named.Obj().Pkg().Path()] {
				return true
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if s, ok := left.(*ast.SelectorExpr); ok {
					if field := info.Uses[s.Sel]; field != nil && field.Pkg() != nil && o.private[field.Pkg().Path()] {
						return true
					}
				}
			}
			return false
		case *ast.FuncLit, ast.Stmt:
			if _, ok := n.(*ast.ExprStmt); !ok {
				return false
			}
		}
	}
	return false
}

func (o *origins) isPrivate(f *types.Func) bool {
	return f.Pkg() != nil && o.private[f.Pkg().Path()]
}

func (o *origins) markParams(info *types.Info, t *ast.FuncType) {
	for _, field := range t.Params.List {
		for _, name := range field.Names {
			o.mark(info.Defs[name])
		}
	}
}

func (o *origins) mark(object types.Object) {
	if object != nil && !o.values[object] {
		o.values[object] = true
		o.changed = true
	}
}
