package main

import (
	"go/ast"
	"go/types"
)

// storedKeys knows what the plugin's own code stores in contexts, where a library then finds it.
type storedKeys struct {
	// types are those of keys that context.WithValue is called with.
	types map[string]bool
	// in are variables that hold what a library has made of a context, with the keys under which it has stored something there.
	in map[types.Object]map[string]bool
}

// lookStored finds context.WithValue(ctx, lib.Key, value), and ctx = lib.With(ctx, value).
func (f *finder) lookStored(info *types.Info, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			callee := calleeOf(info, n)
			if len(n.Args) == 3 && callee != nil && callee.Pkg() != nil && callee.Pkg().Path() == "context" && callee.Name() == "WithValue" {
				f.stored.types[types.TypeString(info.Types[n.Args[1]].Type, nil)] = true
			}
		case *ast.AssignStmt:
			if len(n.Rhs) == 1 {
				f.storeIn(info, n.Lhs[0], f.keysStoredBy(info, n.Rhs[0]))
			}
		}
		return true
	})
}

func (f *finder) storeIn(info *types.Info, left ast.Expr, keys []string) {
	id, ok := left.(*ast.Ident)
	if !ok {
		return
	}
	object := info.Defs[id]
	if object == nil {
		object = info.Uses[id]
	}
	for _, key := range keys {
		if f.stored.in[object] == nil {
			f.stored.in[object] = map[string]bool{}
		}
		f.stored.in[object][key] = true
	}
}

// keysStoredBy are the keys under which a call of a library stores something in the context that it returns.
func (f *finder) keysStoredBy(info *types.Info, e ast.Expr) []string {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	callee := calleeOf(info, call)
	if callee == nil || !returnsContext(callee) {
		return nil
	}
	return f.state.of(callee).ContextWrites
}

// hasStored reports whether the plugin's own code has stored something under a key in a context that is among these values.
func (f *finder) hasStored(info *types.Info, key string, values []ast.Expr) bool {
	for _, value := range values {
		if id, ok := value.(*ast.Ident); ok && f.stored.in[info.Uses[id]][key] {
			return true
		}
		for _, stored := range f.keysStoredBy(info, value) {
			if stored == key {
				return true
			}
		}
	}
	return false
}
