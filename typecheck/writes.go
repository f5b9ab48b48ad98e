package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// changesFromOutside reports whether a function has the form of a setter or a registration: it gets something, and returns
// nothing but whether that was possible, or how to undo it. A cache returns what it has looked up.
func changesFromOutside(f *types.Func) bool {
	signature := f.Type().(*types.Signature)
	if signature.Params().Len() == 0 {
		return false
	}
	for i := 0; i < signature.Results().Len(); i++ {
		switch t := signature.Results().At(i).Type().Underlying().(type) {
		case *types.Basic:
			if t.Kind() != types.Bool {
				return false
			}
		case *types.Signature:
			if t.Params().Len()+t.Results().Len() > 0 {
				return false
			}
		default:
			if !types.Identical(signature.Results().At(i).Type(), types.Universe.Lookup("error").Type()) {
				return false
			}
		}
	}
	return true
}

// decodes reports whether a method reads a value from its text or bytes: values that have one are no more than values.
func decodes(f *types.Func) bool {
	switch name := f.Name(); name {
	case "Scan", "GobDecode", "Decode":
		return true
	case "Set":
		signature := f.Type().(*types.Signature)
		return signature.Params().Len() == 1 && types.Identical(signature.Params().At(0).Type(), types.Typ[types.String])
	default:
		return strings.HasPrefix(name, "Unmarshal")
	}
}

// sharedReceiver is the receiver of a method that can change what its caller has; nil for other methods.
func (d *function) sharedReceiver() *types.Var {
	if len(d.decl.Recv.List) == 0 || len(d.decl.Recv.List[0].Names) == 0 {
		return nil
	}
	receiver, _ := d.info.Defs[d.decl.Recv.List[0].Names[0]].(*types.Var)
	if receiver == nil {
		return nil
	}
	switch receiver.Type().Underlying().(type) {
	case *types.Pointer, *types.Map:
		return receiver
	default:
		return nil
	}
}

func changesReceiver(d *function) bool {
	receiver := d.sharedReceiver()
	if receiver == nil {
		return false
	}
	found := false
	eachWrite(d, nil, func(v *types.Var, whole bool) {
		found = found || v == receiver && !whole
	})
	return found
}

// storing are functions and methods of the standard library that change what they are called on.
var storing = map[string]bool{
	"Store": true, "Swap": true, "CompareAndSwap": true, "StoreInt32": true, "StoreInt64": true, "StoreUint32": true,
	"StoreUint64": true, "StorePointer": true, "SwapPointer": true, "SwapInt32": true, "PushBack": true, "PushFront": true,
	"LoadOrStore": true, "Delete": true,
}

// eachWrite finds the variables that a body changes; what runs once is left out.
// changing: methods that change their receivers.
func eachWrite(d *function, changing map[*types.Func]bool, visit func(v *types.Var, whole bool)) {
	add := func(e ast.Expr) {
		if v := root(d.info, e); v != nil {
			_, isName := e.(*ast.Ident)
			visit(v, isName)
		}
	}
	ast.Inspect(d.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, left := range n.Lhs {
					add(left)
				}
			}
		case *ast.CallExpr:
			if isDelete(n) {
				add(n.Args[0])
				return true
			}
			callee := calleeOf(d.info, n)
			if callee == nil || callee.Pkg() == nil {
				return true
			}
			if isOnceDo(callee) {
				return false
			}
			receiver := receiverOf(callee)
			selector, _ := n.Fun.(*ast.SelectorExpr)
			isStd := d.isStandard(callee)
			if receiver != nil && selector != nil && (isStd && storing[callee.Name()] || changing[originOf(callee)]) {
				add(selector.X)
			}
			if receiver == nil && isStd && storing[callee.Name()] && len(n.Args) > 0 {
				add(n.Args[0])
			}
		}
		return true
	})
}

// isDelete reports whether a call removes an element of a map.
func isDelete(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "delete" && len(call.Args) == 2
}

// isOnceDo reports whether a function is (*sync.Once).Do: what it calls is set up, not changed.
func isOnceDo(f *types.Func) bool {
	receiver := receiverOf(f)
	return receiver != nil && receiver.Obj().Name() == "Once" && f.Name() == "Do"
}

func (d *function) isStandard(f *types.Func) bool {
	path := f.Pkg().Path()
	return path == "sync" || path == "sync/atomic" || path == "container/list"
}
