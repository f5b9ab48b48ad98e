package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// eachChange finds the variables that a body changes, and whether it adds an element to them; what runs once is left out.
// Local variables that refer to a part of another variable stand for that.
func (c *changer) eachChange(d *function, visit func(v *types.Var, whole, registers bool)) {
	parts := map[*types.Var]*types.Var{}
	add := func(e ast.Expr, registers bool) {
		v := root(d.info, e)
		if v == nil {
			return
		}
		_, whole := e.(*ast.Ident)
		if of := parts[v]; of != nil && !whole {
			v = of
		}
		visit(v, whole, registers)
	}
	ast.Inspect(d.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				var right ast.Expr
				if len(n.Rhs) == len(n.Lhs) {
					right = n.Rhs[i]
				} else if len(n.Rhs) == 1 {
					right = n.Rhs[0]
				}
				if n.Tok == token.DEFINE {
					if local, _ := left.(*ast.Ident); local != nil {
						d.notePart(parts, local, right)
					}
					continue
				}
				add(left, isMapElement(d.info, left) || isAppend(d.info, right))
			}
		case *ast.SendStmt:
			// A channel takes registrations to the goroutine that keeps them, and much else.
			if f, _ := d.info.Defs[d.decl.Name].(*types.Func); f != nil && isRegistering(f) {
				add(n.Chan, true)
			}
		case *ast.CallExpr:
			if isDelete(n) {
				add(n.Args[0], false)
				return true
			}
			callee := calleeOf(d.info, n)
			if callee == nil || callee.Pkg() == nil {
				return true
			}
			if isOnceDo(callee) {
				return false
			}
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && d.info.Selections[s] != nil {
				if m := c.mutates(callee); m.changes {
					// Of a method that is called, even the whole variable is changed inside.
					add(&ast.ParenExpr{X: s.X}, m.registers)
				}
			} else if d.isStandard(callee) && storing[callee.Name()] && len(n.Args) > 0 {
				add(n.Args[0], false)
			}
		}
		return true
	})
}

// notePart remembers that a new local map or pointer is a part of another variable: `m := v.maps[i]`, `m := find(v.maps)`.
func (d *function) notePart(parts map[*types.Var]*types.Var, local *ast.Ident, right ast.Expr) {
	v, _ := d.info.Defs[local].(*types.Var)
	if v == nil || right == nil {
		return
	}
	_, isMap := v.Type().Underlying().(*types.Map)
	_, isPointer := v.Type().Underlying().(*types.Pointer)
	var of *types.Var
	if isMap || isPointer {
		of = root(d.info, right)
	}
	if call, ok := right.(*ast.CallExpr); ok && isMap {
		for _, argument := range call.Args {
			if r := root(d.info, argument); r != nil && of == nil {
				if _, ok := d.info.Types[argument].Type.Underlying().(*types.Map); ok {
					of = r
				}
			}
		}
	}
	if of != nil && parts[of] != nil {
		of = parts[of]
	}
	if of != nil && of != v {
		parts[v] = of
	}
}

func isMapElement(info *types.Info, e ast.Expr) bool {
	index, ok := e.(*ast.IndexExpr)
	if !ok || info.Types[index.X].Type == nil {
		return false
	}
	_, isMap := info.Types[index.X].Type.Underlying().(*types.Map)
	return isMap
}

func isAppend(info *types.Info, e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok {
		return false
	}
	_, isBuiltin := info.Uses[id].(*types.Builtin)
	return isBuiltin && id.Name == "append"
}
