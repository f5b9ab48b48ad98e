package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// effects are what a function does to state that other copies of its package do not have.
type effects struct {
	// contextReads and contextWrites are keys of the library, `path.name`.
	contextReads, contextWrites []string
	// globals are global-read or global-write by variable.
	globals map[*types.Var]string
}

// function is a declared function of a library, with what its own body does.
type function struct {
	info   *types.Info
	decl   *ast.FuncDecl
	writes map[*types.Var]bool
	reads  map[*types.Var]bool
	// returned are the variables whose values are a part of what is returned.
	returned map[*types.Var]bool
	// delegates are functions whose results are returned, or that are all that is done.
	delegates []*types.Func
	calls     []keyedCall
}

// keyedCall is a call in a function's body, with the keys of the library among its arguments.
type keyedCall struct {
	callee *types.Func
	call   *ast.CallExpr
}

// stateOf knows the functions and variables of the analysed packages.
type stateOf struct {
	l         *loader
	functions map[*types.Func]*function
	inits     map[*types.Var]initial
	// written are variables that are changed after the start, from outside: a setter, a registration.
	written map[*types.Var]bool
	exposed map[*types.Var]bool
	// changing are methods that change their receivers.
	changing map[*types.Func]bool
	mutable  map[*types.TypeName]bool
	known    map[*types.Func]effects
	// keyTypes are the types of keys, by their names.
	keyTypes map[string]string
}

type initial struct {
	info  *types.Info
	value ast.Expr
}

func newStateOf(l *loader, paths []string) *stateOf {
	s := &stateOf{
		l: l, functions: map[*types.Func]*function{}, inits: map[*types.Var]initial{},
		written: map[*types.Var]bool{}, exposed: map[*types.Var]bool{}, changing: map[*types.Func]bool{},
		mutable: map[*types.TypeName]bool{}, known: map[*types.Func]effects{},
		keyTypes: map[string]string{},
	}
	s.eachDecl(paths, s.declare)
	for f, d := range s.functions {
		if named := receiverOf(f); named != nil && changesFromOutside(f) && !decodes(f) && changesReceiver(d) {
			s.changing[f] = true
			s.mutable[named.Obj()] = true
		}
	}
	for _, d := range s.functions {
		s.readBody(d)
	}
	for f, d := range s.functions {
		if f.Name() == "init" || !changesFromOutside(f) {
			continue
		}
		for v := range d.writes {
			s.written[v] = true
		}
	}
	for f, d := range s.functions {
		// An accessor such as Default(); what gets something often returns a variable as a fallback.
		if f.Exported() && f.Type().(*types.Signature).Params().Len() == 0 {
			for v := range d.returned {
				s.exposed[v] = true
			}
		}
	}
	return s
}

func (s *stateOf) eachDecl(paths []string, visit func(*types.Info, ast.Decl)) {
	for _, path := range paths {
		for _, file := range s.l.files[path] {
			for _, d := range file.Decls {
				visit(s.l.infos[path], d)
			}
		}
	}
}

func (s *stateOf) declare(info *types.Info, declaration ast.Decl) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if f, ok := info.Defs[d.Name].(*types.Func); ok && d.Body != nil {
			s.functions[f] = &function{info: info, decl: d, writes: map[*types.Var]bool{}, reads: map[*types.Var]bool{}, returned: map[*types.Var]bool{}}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			values, ok := spec.(*ast.ValueSpec)
			if !ok || d.Tok != token.VAR {
				continue
			}
			for i, name := range values.Names {
				v, ok := info.Defs[name].(*types.Var)
				if !ok {
					continue
				}
				var value ast.Expr
				if i < len(values.Values) {
					value = values.Values[i]
				}
				s.inits[v] = initial{info, value}
			}
		}
	}
}

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

func changesReceiver(d *function) bool {
	if len(d.decl.Recv.List) == 0 || len(d.decl.Recv.List[0].Names) == 0 {
		return false
	}
	receiver, _ := d.info.Defs[d.decl.Recv.List[0].Names[0]].(*types.Var)
	if receiver == nil {
		return false
	}
	switch receiver.Type().Underlying().(type) {
	case *types.Pointer, *types.Map:
	default:
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
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "delete" && len(n.Args) == 2 {
				add(n.Args[0])
				return true
			}
			callee := calleeOf(d.info, n)
			if callee == nil || callee.Pkg() == nil {
				return true
			}
			receiver := receiverOf(callee)
			if receiver != nil && receiver.Obj().Name() == "Once" && callee.Name() == "Do" {
				return false
			}
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

func (d *function) isStandard(f *types.Func) bool {
	path := f.Pkg().Path()
	return path == "sync" || path == "sync/atomic" || path == "container/list"
}

func (s *stateOf) readBody(d *function) {
	eachWrite(d, s.changing, func(v *types.Var, _ bool) {
		if isPackageLevel(v) && !isHarmless(v.Type()) {
			d.writes[v] = true
		}
	})
	var stack []ast.Node
	ast.Inspect(d.decl.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
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

// isHarmless are the types of locks and pools, and of errors.
func isHarmless(t types.Type) bool {
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil {
		switch path := named.Obj().Pkg().Path(); path {
		case "sync":
			return named.Obj().Name() != "Map"
		case "regexp", "testing", "reflect":
			return true
		}
	}
	return isError(t)
}

// isScalar are types whose values mostly are settings of a library, not what others have given it.
func isScalar(t types.Type) bool {
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil {
		if path := named.Obj().Pkg().Path(); path == "sync/atomic" {
			name := named.Obj().Name()
			return name != "Value" && name != "Pointer"
		} else if !strings.Contains(path, ".") {
			return path != "sync" && path != "container/list"
		}
		if _, ok := named.Underlying().(*types.Signature); ok {
			return true
		}
	}
	switch t := t.Underlying().(type) {
	case *types.Basic, *types.Signature, *types.Array:
		return true
	case *types.Pointer:
		return isScalar(t.Elem())
	case *types.Slice:
		return isScalar(t.Elem())
	case *types.Map:
		if f, ok := t.Elem().Underlying().(*types.Signature); ok {
			return f.Results().Len() == 0 || isScalar(f.Results().At(0).Type())
		}
	}
	return false
}

// isCollection are types that a registry has.
func isCollection(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Map, *types.Slice:
		return true
	}
	return false
}

// isState reports whether a host and a plugin with a copy each would miss what the other has put into a variable.
func (s *stateOf) isState(v *types.Var) bool {
	if _, ok := s.inits[v]; !ok || isHarmless(v.Type()) || isScalar(v.Type()) {
		return false
	}
	if s.written[v] {
		return true
	}
	if named := s.dynamic(v, 0); named != nil && s.mutable[named.Obj()] {
		return v.Exported() || s.exposed[v]
	}
	_, isInterface := v.Type().Underlying().(*types.Interface)
	return v.Exported() && isInterface && s.inits[v].value == nil
}

// dynamic is the named type of what a variable begins with.
func (s *stateOf) dynamic(v *types.Var, depth int) *types.Named {
	named := namedOf(v.Type())
	if named != nil {
		if _, ok := named.Underlying().(*types.Interface); !ok {
			return named
		}
	}
	begin := s.inits[v]
	if begin.value == nil || depth > 4 {
		return nil
	}
	if other := root(begin.info, begin.value); isPackageLevel(other) {
		return s.dynamic(other, depth+1)
	}
	return namedOf(begin.info.Types[begin.value].Type)
}

const deepest = 6

// of is what a function does, itself or by the functions of its module that it delegates to.
func (s *stateOf) of(f *types.Func) effects {
	if known, ok := s.known[f]; ok {
		return known
	}
	found := effects{globals: map[*types.Var]string{}}
	reads, writes := map[string]bool{}, map[string]bool{}
	s.follow(f, 0, map[*types.Func]bool{}, found.globals)
	depth := 0
	// Methods do work of their own with a context: only those that are there for the key count.
	if receiverOf(f) != nil {
		depth = contextDepth - 1
	}
	s.followContext(f, depth, map[*types.Func]bool{}, reads, writes)
	found.contextReads, found.contextWrites = sorted(reads), sorted(writes)
	s.known[f] = found
	return found
}

func (s *stateOf) follow(f *types.Func, depth int, seen map[*types.Func]bool, found map[*types.Var]string) {
	d := s.functions[f]
	if d == nil || seen[f] || depth > deepest {
		return
	}
	seen[f] = true
	if changesFromOutside(f) && f.Name() != "init" {
		for v := range d.writes {
			found[v] = "global-write"
		}
	}
	for v := range d.reads {
		counts := s.isState(v) || s.written[v] && (d.returned[v] || depth == 0 && isCollection(v.Type()))
		if counts && found[v] == "" {
			found[v] = "global-read"
		}
	}
	for _, callee := range d.delegates {
		s.follow(callee, depth+1, seen, found)
	}
}

func sorted(set map[string]bool) []string {
	all := make([]string, 0, len(set))
	for name := range set {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}
