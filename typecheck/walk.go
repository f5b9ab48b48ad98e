package main

import (
	"go/ast"
	"go/types"
)

// walkWithStack visits the nodes below root. The last node of the stack is the visited one, and those before it contain it.
// What is below a node for which visit returns false is left out.
func walkWithStack(root ast.Node, visit func(stack []ast.Node) bool) {
	var stack []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if visit(stack) {
			return true
		}
		// ast.Inspect does not report the end of such a node.
		stack = stack[:len(stack)-1]
		return false
	})
}

// returningFrom is the declared function that a return statement at the end of the stack leaves; nil for a literal.
func returningFrom(info *types.Info, stack []ast.Node) *types.Func {
	for i := len(stack) - 1; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.FuncLit:
			return nil
		case *ast.FuncDecl:
			function, _ := info.Defs[n.Name].(*types.Func)
			return function
		}
	}
	return nil
}
