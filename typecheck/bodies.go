package main

import (
	"go/ast"
	"go/types"
)

func (s *stateOf) readBody(d *function) {
	eachWrite(d, s.changing, func(v *types.Var, _ bool) {
		if isPackageLevel(v) && !isHarmless(v.Type()) {
			d.writes[v] = true
		}
	})
	walkWithStack(d.decl.Body, func(stack []ast.Node) bool {
		switch n := stack[len(stack)-1].(type) {
		case *ast.Ident:
			if v, ok := d.info.Uses[n].(*types.Var); ok && isPackageLevel(v) && !isHarmless(v.Type()) {
				d.reads[v] = true
				if d.isReturned(v, stack) {
					d.returned[v] = true
				}
			}
		case *ast.CallExpr:
			if callee := calleeOf(d.info, n); callee != nil {
				d.calls = append(d.calls, keyedCall{originOf(callee), n})
				if d.isDelegated(n, stack) {
					d.delegates = append(d.delegates, originOf(callee))
				}
			}
		}
		return true
	})
}

// isReturned reports whether the innermost identifier's value, or what a method of it returns, is returned.
func (d *function) isReturned(v *types.Var, stack []ast.Node) bool {
	for i := len(stack) - 2; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.CallExpr:
			callee := calleeOf(d.info, n)
			if stack[i+1] == n.Fun && (!isScalar(v.Type()) || callee != nil && d.isStandard(callee)) {
				continue
			}
			if d.info.Types[n.Fun].IsType() {
				continue
			}
			// What a function out of a setting returns is not that setting.
			if stack[i+1] == n.Fun {
				return false
			}
			if callee == nil || callee.Pkg() == nil {
				continue
			}
			if path := callee.Pkg().Path(); path != "sync/atomic" && path != "fmt" && path != "strings" {
				return false
			}
		case *ast.FuncLit, ast.Stmt:
			return false
		}
	}
	return false
}

// isDelegated reports whether a call is all that a function does, or a part of what it returns.
func (d *function) isDelegated(call *ast.CallExpr, stack []ast.Node) bool {
	for i := len(stack) - 2; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.CallExpr:
			if stack[i+1] != n.Fun {
				return false
			}
		case *ast.ExprStmt:
			return len(d.decl.Body.List) == 1 && d.decl.Body.List[0] == ast.Stmt(n)
		case *ast.FuncLit, ast.Stmt:
			return false
		}
	}
	return false
}
