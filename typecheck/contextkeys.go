package main

import (
	"go/ast"
	"go/types"
)

// contextDepth is how many calls away from the function that the plugin calls a context is still looked at.
const contextDepth = 3

// followContext finds the keys of the library under which a function looks into contexts, or puts something into them.
func (s *stateOf) followContext(f *types.Func, depth int, seen map[*types.Func]bool, reads map[string]string, writes map[string]bool) {
	d := s.functions[f]
	if d == nil || seen[f] || depth > contextDepth {
		return
	}
	seen[f] = true
	if !takesContext(f) {
		return
	}
	for _, c := range d.calls {
		for i, argument := range c.call.Args {
			key := d.keyName(argument)
			if key == "" {
				continue
			}
			switch s.keyUse(c.callee, i, 0) {
			case "read":
				reads[key] = types.TypeString(d.info.Types[argument].Type, nil)
			case "write":
				writes[key] = true
			}
		}
		s.followContext(c.callee, depth+1, seen, reads, writes)
	}
}

// takesContext reports whether a function gets a context, in a request perhaps.
func takesContext(f *types.Func) bool {
	signature := f.Type().(*types.Signature)
	all := signature.Params()
	for i := 0; i < all.Len(); i++ {
		if isContext(all.At(i).Type()) || isRequest(all.At(i).Type()) {
			return true
		}
	}
	return false
}

// keyUse is what a function does with its parameter i as the key of a context: read, write, or nothing.
func (s *stateOf) keyUse(f *types.Func, i, depth int) string {
	if f.Pkg() != nil && f.Pkg().Path() == "context" {
		if f.Name() == "Value" && i == 0 {
			return "read"
		}
		if f.Name() == "WithValue" && i == 1 {
			return "write"
		}
		return ""
	}
	d := s.functions[f]
	if d == nil || depth > contextDepth {
		return ""
	}
	params := f.Type().(*types.Signature).Params()
	if i >= params.Len() {
		return ""
	}
	for _, c := range d.calls {
		for n, argument := range c.call.Args {
			if id, ok := argument.(*ast.Ident); ok && d.info.Uses[id] == params.At(i) {
				if use := s.keyUse(c.callee, n, depth+1); use != "" {
					return use
				}
			}
		}
	}
	return ""
}

// keyName is the name of a key that only one copy of the library has: its type, or the variable that it points to.
func (d *function) keyName(e ast.Expr) string {
	t := d.info.Types[e].Type
	if t == nil {
		return ""
	}
	named := namedOf(t)
	if named != nil && named.Obj().Pkg() != nil && !isContext(t) && !isRequest(t) {
		if id := nameIn(e); id != nil {
			if object := d.info.Uses[id]; object != nil && object.Pkg() != nil && object.Parent() == object.Pkg().Scope() {
				return object.Pkg().Path() + "." + object.Name()
			}
		}
		_, isLiteral := e.(*ast.CompositeLit)
		if _, isName := e.(*ast.UnaryExpr); isLiteral || isName {
			return named.Obj().Pkg().Path() + "." + named.Obj().Name()
		}
		return ""
	}
	// The address of a package's variable.
	if unary, ok := e.(*ast.UnaryExpr); ok {
		if v := root(d.info, unary.X); isPackageLevel(v) {
			return variableName(v)
		}
	}
	return ""
}
