package main

import (
	"go/ast"
	"go/types"
)

func (o *origins) anyOfHost(info *types.Info, all []ast.Expr) bool {
	for _, e := range all {
		if o.ofHost(info, e) {
			return true
		}
	}
	return false
}

// ofHost reports whether a value comes from the host.
func (o *origins) ofHost(info *types.Info, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return o.values[info.Uses[e]]
	case *ast.ParenExpr:
		return o.ofHost(info, e.X)
	case *ast.StarExpr:
		return o.ofHost(info, e.X)
	case *ast.UnaryExpr:
		return o.ofHost(info, e.X)
	case *ast.IndexExpr:
		return o.ofHost(info, e.X)
	case *ast.SliceExpr:
		return o.ofHost(info, e.X)
	case *ast.TypeAssertExpr:
		return o.ofHost(info, e.X)
	case *ast.SelectorExpr:
		return info.Selections[e] != nil && o.ofHost(info, e.X)
	case *ast.CallExpr:
		return o.resultOfHost(info, e)
	}
	return false
}

func (o *origins) resultOfHost(info *types.Info, call *ast.CallExpr) bool {
	if info.Types[call.Fun].IsType() {
		return o.anyOfHost(info, call.Args)
	}
	callee := calleeOf(info, call)
	if callee == nil {
		// A function value of the host's.
		return o.ofHost(info, call.Fun)
	}
	if callee.Pkg() == nil {
		return o.anyOfHost(info, operands(call))
	}
	path := callee.Pkg().Path()
	if o.private[path] {
		// A context that a private library has made of the host's still holds what the host has put into it.
		return returnsContext(callee) && o.anyOfHost(info, call.Args)
	}
	if o.l.infos[path] != nil && o.results[originOf(callee)] {
		return true
	}
	if path == "context" || path == "errors" || path == "fmt" && callee.Name() == "Errorf" {
		return o.anyOfHost(info, operands(call))
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	return ok && info.Selections[s] != nil && o.ofHost(info, s.X)
}

func returnsContext(f *types.Func) bool {
	results := f.Type().(*types.Signature).Results()
	return results.Len() > 0 && (isContext(results.At(0).Type()) || isRequest(results.At(0).Type()))
}

func isContext(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context" && named.Obj().Name() == "Context"
}

func isRequest(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "net/http" && named.Obj().Name() == "Request"
}

// reachesHost reports whether the result of a call goes back to the host: returned, or passed to what the host has given.
func (o *origins) reachesHost(info *types.Info, call *ast.CallExpr, stack []ast.Node) bool {
	var body ast.Node
	result := map[types.Object]bool{}
	for _, n := range stack {
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			body = n
		case *ast.AssignStmt:
			for i, right := range n.Rhs {
				if right == ast.Expr(call) && i < len(n.Lhs) {
					if id, ok := n.Lhs[i].(*ast.Ident); ok {
						result[info.Defs[id]], result[info.Uses[id]] = true, true
					}
				}
			}
		}
	}
	delete(result, nil)
	reaches := false
	isResult := func(e ast.Node) bool {
		found := false
		ast.Inspect(e, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || n == ast.Node(call) || ok && result[info.Uses[id]]
			return !found
		})
		return found
	}
	if body == nil {
		return false
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			for _, e := range n.Results {
				if t := info.Types[e].Type; t != nil && (isContext(t) || isRequest(t)) && isResult(e) {
					reaches = true
				}
			}
		case *ast.CallExpr:
			callee := calleeOf(info, n)
			s, isSelector := n.Fun.(*ast.SelectorExpr)
			toHost := callee == nil && o.ofHost(info, n.Fun) ||
				callee != nil && !o.isPrivate(callee) && isSelector && info.Selections[s] != nil && o.ofHost(info, s.X)
			if callee != nil && callee.Name() == "WithContext" || callee != nil && callee.Name() == "Value" {
				toHost = false
			}
			if toHost {
				for _, argument := range n.Args {
					reaches = reaches || isResult(argument)
				}
			}
		}
		return !reaches
	})
	return reaches
}
