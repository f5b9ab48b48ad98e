package main

import (
	"go/ast"
	"go/types"
)

// calleeOf is the function or method that a call names, nil for a function value, a conversion or a builtin.
func calleeOf(info *types.Info, call *ast.CallExpr) *types.Func {
	id := nameIn(call.Fun)
	if id == nil {
		return nil
	}
	function, _ := info.Uses[id].(*types.Func)
	return function
}

// nameIn is the identifier that an expression ends with: of `f`, `p.f`, `p.f[T]`.
func nameIn(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.ParenExpr:
		return nameIn(e.X)
	case *ast.IndexExpr:
		return nameIn(e.X)
	case *ast.IndexListExpr:
		return nameIn(e.X)
	}
	return nil
}

// root is the variable that an expression is a part of: `v` of `v.field[i]`, `(*v).x`, `&v`.
func root(info *types.Info, e ast.Expr) *types.Var {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.UnaryExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.TypeAssertExpr:
			e = x.X
		case *ast.SelectorExpr:
			if info.Selections[x] == nil {
				variable, _ := info.Uses[x.Sel].(*types.Var)
				return variable
			}
			e = x.X
		case *ast.CallExpr:
			// A conversion such as (*uint32)(&v).
			if len(x.Args) != 1 || !info.Types[x.Fun].IsType() {
				return nil
			}
			e = x.Args[0]
		case *ast.Ident:
			variable, _ := info.Uses[x].(*types.Var)
			return variable
		default:
			return nil
		}
	}
}

func isPackageLevel(v *types.Var) bool {
	return v != nil && !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

func variableName(v *types.Var) string {
	return v.Pkg().Path() + "." + v.Name()
}

// nameOf is `Vars`, or `Router.Use` of a method.
func nameOf(f *types.Func) string {
	if named := receiverOf(f); named != nil {
		return named.Obj().Name() + "." + f.Name()
	}
	return f.Name()
}

func receiverOf(f *types.Func) *types.Named {
	recv := f.Type().(*types.Signature).Recv()
	if recv == nil {
		return nil
	}
	return namedOf(recv.Type())
}

func namedOf(t types.Type) *types.Named {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := t.(*types.Named)
	return named
}

// originOf is the declared function of an instantiated one; go1.18 has no word for it.
func originOf(f *types.Func) *types.Func {
	if generic, ok := interface{}(f).(interface{ Origin() *types.Func }); ok {
		return generic.Origin()
	}
	return f
}

var errorType = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

func isError(t types.Type) bool {
	return types.Implements(t, errorType)
}

// mentions reports whether a type names one of a package.
func mentions(t types.Type, of *types.Package, depth int) bool {
	if depth > 6 {
		return false
	}
	switch t := t.(type) {
	case *types.Named:
		return t.Obj().Pkg() == of
	case *types.Pointer:
		return mentions(t.Elem(), of, depth+1)
	case *types.Slice:
		return mentions(t.Elem(), of, depth+1)
	case *types.Array:
		return mentions(t.Elem(), of, depth+1)
	case *types.Chan:
		return mentions(t.Elem(), of, depth+1)
	case *types.Map:
		return mentions(t.Key(), of, depth+1) || mentions(t.Elem(), of, depth+1)
	case *types.Tuple:
		for i := 0; i < t.Len(); i++ {
			if mentions(t.At(i).Type(), of, depth+1) {
				return true
			}
		}
	case *types.Signature:
		return mentions(t.Params(), of, depth+1) || mentions(t.Results(), of, depth+1)
	case interface{ Rhs() types.Type }:
		return mentions(t.Rhs(), of, depth+1)
	}
	return false
}

// callOf is the call whose function the innermost identifier is; nil if it is used as a value.
func callOf(stack []ast.Node) *ast.CallExpr {
	at := stack[len(stack)-1]
	for i := len(stack) - 2; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.SelectorExpr, *ast.ParenExpr, *ast.IndexExpr, *ast.IndexListExpr:
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel != at && s.X == at {
				return nil
			}
			at = n
		case *ast.CallExpr:
			if n.Fun == at {
				return n
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// operands are what a call gets: its arguments, and the receiver of a method.
func operands(call *ast.CallExpr) []ast.Expr {
	all := append([]ast.Expr{}, call.Args...)
	if s, ok := call.Fun.(*ast.SelectorExpr); ok {
		all = append(all, s.X)
	}
	return all
}

// isAssigned reports whether the innermost identifier is a part of the left side of an assignment.
func isAssigned(id *ast.Ident, stack []ast.Node) bool {
	for i := len(stack) - 2; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if left.Pos() <= id.Pos() && id.End() <= left.End() {
					return true
				}
			}
			return false
		case *ast.IncDecStmt:
			return true
		case ast.Stmt:
			return false
		}
	}
	return false
}
