package main

import (
	"go/ast"
	"go/types"
)

// origins knows which values in the plugin's own code come from the host: what its entry functions are called with, and
// what is made of that.
type origins struct {
	l *loader
	// private are the renamed packages: what they return was made by the plugin's own copy.
	private map[string]bool
	values  map[types.Object]bool
	// results are own functions that return values of the host.
	results map[*types.Func]bool
	changed bool
}

func newOrigins(l *loader, own []string, private map[string]bool) *origins {
	o := &origins{l: l, private: private, values: map[types.Object]bool{}, results: map[*types.Func]bool{}}
	for _, path := range own {
		for _, file := range l.files[path] {
			o.enter(l.infos[path], file)
		}
	}
	for o.changed = true; o.changed; {
		o.changed = false
		for _, path := range own {
			for _, file := range l.files[path] {
				o.spread(l.infos[path], file)
			}
		}
	}
	return o
}

// enter marks the parameters of functions that a host may call: exported functions and methods, and functions used as
// values, unless a private library is what gets them.
func (o *origins) enter(info *types.Info, file *ast.File) {
	given := map[types.Object]bool{}
	asValue := map[types.Object]bool{}
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.Ident:
			if function, ok := info.Uses[n].(*types.Func); ok && callOf(stack) == nil {
				if o.givenAway(info, stack) {
					given[function] = true
				} else {
					asValue[function] = true
				}
			}
		case *ast.FuncLit:
			if !o.givenAway(info, stack) && !isCalled(n, stack) {
				o.markParams(info, n.Type)
			}
		}
		return true
	})
	for _, declaration := range file.Decls {
		d, ok := declaration.(*ast.FuncDecl)
		if !ok {
			continue
		}
		function := info.Defs[d.Name]
		if given[function] || (d.Recv == nil && (d.Name.Name == "main" || d.Name.Name == "init")) {
			continue
		}
		isMain := file.Name.Name == "main"
		if asValue[function] || (d.Name.IsExported() && (d.Recv != nil || isMain)) {
			o.markParams(info, d.Type)
		}
	}
}

func isCalled(literal *ast.FuncLit, stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	call, ok := stack[len(stack)-2].(*ast.CallExpr)
	return ok && call.Fun == literal
}

// givenAway reports whether the innermost expression is a part of an argument of a private library's function.
func (o *origins) givenAway(info *types.Info, stack []ast.Node) bool {
	for i := len(stack) - 2; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.CallExpr:
			if stack[i+1] == n.Fun {
				continue
			}
			if callee := calleeOf(info, n); callee != nil && o.isPrivate(callee) {
				return true
			}
		case *ast.CompositeLit:
			if named := namedOf(info.Types[n].Type); named != nil && named.Obj().Pkg() != nil && o.private[named.Obj().Pkg().Path()] {
				return true
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if s, ok := left.(*ast.SelectorExpr); ok {
					if field := info.Uses[s.Sel]; field != nil && field.Pkg() != nil && o.private[field.Pkg().Path()] {
						return true
					}
				}
			}
			return false
		case *ast.FuncLit, ast.Stmt:
			if _, ok := n.(*ast.ExprStmt); !ok {
				return false
			}
		}
	}
	return false
}

func (o *origins) isPrivate(f *types.Func) bool {
	return f.Pkg() != nil && o.private[f.Pkg().Path()]
}

func (o *origins) markParams(info *types.Info, t *ast.FuncType) {
	for _, field := range t.Params.List {
		for _, name := range field.Names {
			o.mark(info.Defs[name])
		}
	}
}

func (o *origins) mark(object types.Object) {
	if object != nil && !o.values[object] {
		o.values[object] = true
		o.changed = true
	}
}

// spread carries origins through assignments, calls of own functions and returns.
func (o *origins) spread(info *types.Info, file *ast.File) {
	var functions []*types.Func
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch last.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				functions = functions[:len(functions)-1]
			}
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			function, _ := info.Defs[n.Name].(*types.Func)
			functions = append(functions, function)
		case *ast.FuncLit:
			functions = append(functions, nil)
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
			if len(functions) == 0 {
				break
			}
			if f := functions[len(functions)-1]; f != nil && !o.results[f] && o.anyOfHost(info, n.Results) {
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
