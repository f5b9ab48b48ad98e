package main

import (
	"go/ast"
	"go/types"
)

// flow is what a function and those that it hands its work to read, and which changing methods they call on values that
// they were given.
type flow struct {
	reads map[*types.Var]bool
	// called -> whether it adds an element.
	called map[*types.Func]bool
}

func (c *changer) follow(f *types.Func, depth int, seen map[*types.Func]bool, all map[*types.Var]bool, values *flow) {
	d := c.state.functions[f]
	if d == nil || seen[f] || depth > deepest || isOutput(f) {
		return
	}
	seen[f] = true
	if f.Name() != "init" && receiverOf(f) == nil && isChange(f) {
		c.eachChange(d, func(v *types.Var, _, registers bool) {
			if isPackageLevel(v) && !isHarmless(v.Type()) {
				all[v] = all[v] || registers
			}
		})
	}
	for v := range d.reads {
		values.reads[v] = true
	}
	given := d.given()
	for _, call := range d.calls {
		s, ok := call.call.Fun.(*ast.SelectorExpr)
		if !ok || d.info.Selections[s] == nil {
			continue
		}
		r := root(d.info, s.X)
		isGiven := given[r] || r != nil && isPackageLevel(r) && isRegistering(call.callee)
		if m := c.mutates(call.callee); m.changes && isGiven {
			values.called[call.callee] = values.called[call.callee] || m.registers
		}
	}
	for _, callee := range d.delegates {
		c.follow(callee, depth+1, seen, all, values)
	}
}

// given are the receiver and the parameters of a function.
func (d *function) given() map[*types.Var]bool {
	given := map[*types.Var]bool{}
	lists := []*ast.FieldList{d.decl.Recv, d.decl.Type.Params}
	for _, list := range lists {
		if list == nil {
			continue
		}
		for _, field := range list.List {
			for _, name := range field.Names {
				if v, ok := d.info.Defs[name].(*types.Var); ok {
					given[v] = true
				}
			}
		}
	}
	return given
}

// isMethodOf reports whether a method is one of a type, or of an interface that the type implements.
func isMethodOf(method *types.Func, t types.Type) bool {
	recv := method.Type().(*types.Signature).Recv()
	if recv == nil {
		return false
	}
	if i, ok := recv.Type().Underlying().(*types.Interface); ok {
		_, isInterface := t.Underlying().(*types.Interface)
		return isInterface && types.Implements(t, i)
	}
	a, b := namedOf(recv.Type()), namedOf(t)
	return a != nil && b != nil && a.Obj() == b.Obj()
}
