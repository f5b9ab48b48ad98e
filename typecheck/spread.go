package main

import (
	"go/ast"
	"go/types"
)

// spread carries origins through assignments, calls of own functions and returns.
func (o *origins) spread(info *types.Info, file *ast.File) {
	walkWithStack(file, func(stack []ast.Node) bool {
		switch n := stack[len(stack)-1].(type) {
		case *ast.AssignStmt:
			o.assign(info, n.Lhs, n.Rhs)
		case *ast.ValueSpec:
			names := make([]ast.Expr, len(n.Names))
			for i, name := range n.Names {
				names[i] = name
			}
			o.assign(info, names, n.Values)
		case *ast.RangeStmt:
			if o.ofHost(info, n.X) {
				o.markAll(info, []ast.Expr{n.Key, n.Value})
			}
		case *ast.TypeSwitchStmt:
			o.spreadSwitch(info, n)
		case *ast.ReturnStmt:
			if f := returningFrom(info, stack); f != nil && !o.results[f] && o.anyOfHost(info, n.Results) {
				o.results[f] = true
				o.changed = true
			}
		case *ast.CallExpr:
			o.spreadCall(info, n)
		}
		return true
	})
}

func (o *origins) spreadSwitch(info *types.Info, n *ast.TypeSwitchStmt) {
	assign, ok := n.Assign.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || !o.ofHost(info, assign.Rhs[0]) {
		return
	}
	for _, clause := range n.Body.List {
		o.mark(info.Implicits[clause])
	}
}

func (o *origins) spreadCall(info *types.Info, call *ast.CallExpr) {
	callee := calleeOf(info, call)
	if callee == nil || callee.Pkg() == nil || o.private[callee.Pkg().Path()] || o.l.infos[callee.Pkg().Path()] == nil {
		return
	}
	params := originOf(callee).Type().(*types.Signature).Params()
	for i, argument := range call.Args {
		if !o.ofHost(info, argument) {
			continue
		}
		if i >= params.Len() {
			i = params.Len() - 1
		}
		if i >= 0 {
			o.mark(params.At(i))
		}
	}
}

func (o *origins) assign(info *types.Info, left, right []ast.Expr) {
	for i, value := range right {
		if !o.ofHost(info, value) {
			continue
		}
		if len(right) == len(left) {
			o.markAll(info, left[i:i+1])
		} else {
			o.markAll(info, left)
		}
	}
}

func (o *origins) markAll(info *types.Info, left []ast.Expr) {
	for _, e := range left {
		id, ok := e.(*ast.Ident)
		if !ok {
			continue
		}
		if defined := info.Defs[id]; defined != nil {
			o.mark(defined)
		} else if variable, ok := info.Uses[id].(*types.Var); ok {
			o.mark(variable)
		}
	}
}
