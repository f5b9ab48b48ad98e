package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// lookErrorCall looks at errors.Is(err, lib.ErrX) and errors.As(err, &target), where the host made the error.
func (f *finder) lookErrorCall(info *types.Info, call *ast.CallExpr) {
	callee := calleeOf(info, call)
	if callee == nil || len(call.Args) == 0 || !f.origin.ofHost(info, call.Args[0]) {
		return
	}
	// errors.AsType[T](err) of newer releases names the type itself.
	if callee.Pkg() != nil && callee.Pkg().Path() == "errors" && len(call.Args) == 1 {
		if index, ok := call.Fun.(*ast.IndexExpr); ok {
			f.useType(info, index.Index)
		}
		return
	}
	if len(call.Args) != 2 {
		return
	}
	switch callee.Name() {
	case "Is", "ErrorIs":
		f.useError(info, call.Args[1])
	case "As", "ErrorAs":
		if pointer, ok := info.Types[call.Args[1]].Type.(*types.Pointer); ok {
			f.addType(call.Args[1].Pos(), pointer.Elem())
		}
	}
}

func (f *finder) compare(info *types.Info, value, with ast.Expr) {
	if f.origin.ofHost(info, value) {
		f.useError(info, with)
	}
}

// useError adds an error value of a library that the host's errors are compared with.
func (f *finder) useError(info *types.Info, e ast.Expr) {
	id := nameIn(e)
	if id == nil {
		return
	}
	if variable, ok := f.library(info, id).(*types.Var); ok && isPackageLevel(variable) && isError(variable.Type()) {
		f.add(id.Pos(), variable, variable.Name(), "error", variableName(variable))
	}
}

func (f *finder) lookTypeSwitch(info *types.Info, n *ast.TypeSwitchStmt) {
	var asserted ast.Expr
	ast.Inspect(n.Assign, func(n ast.Node) bool {
		if t, ok := n.(*ast.TypeAssertExpr); ok && t.Type == nil && asserted == nil {
			asserted = t.X
		}
		return asserted == nil
	})
	if asserted == nil || !f.origin.ofHost(info, asserted) {
		return
	}
	for _, clause := range n.Body.List {
		for _, t := range clause.(*ast.CaseClause).List {
			f.useType(info, t)
		}
	}
}

func (f *finder) useType(info *types.Info, e ast.Expr) {
	if t := info.Types[e].Type; t != nil {
		f.addType(e.Pos(), t)
	}
}

// addType adds a type of a library that the host's values are compared with; an interface compares methods, not names.
func (f *finder) addType(at token.Pos, t types.Type) {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !f.libraries[named.Obj().Pkg().Path()] {
		return
	}
	if i, ok := named.Underlying().(*types.Interface); ok && !namesLibrary(i, named.Obj().Pkg()) {
		return
	}
	f.add(at, named.Obj(), named.Obj().Name(), "type", named.Obj().Pkg().Path()+"."+named.Obj().Name())
}

// namesLibrary reports whether an interface has methods that another copy of its package cannot have.
func namesLibrary(i *types.Interface, of *types.Package) bool {
	for n := 0; n < i.NumMethods(); n++ {
		m := i.Method(n)
		if !m.Exported() || mentions(m.Type(), of, 0) {
			return true
		}
	}
	return false
}
