package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"sort"
	"strings"
)

// changesRequest names the packages whose exported names are looked at.
type changesRequest struct {
	// Libraries are the packages that the plugin's own code imports.
	Libraries []string `json:"libraries"`
	// Analysed are the packages whose functions are followed: the libraries, and others of their modules.
	Analysed []string `json:"analysed"`
}

// change is one way to change the state of a package through a name that a library exports.
type change struct {
	ImportPath string `json:"importPath"`
	Name       string `json:"name"`
	// By is what changes the state: `call` of the function, a `method` that is called on the variable, or on what the
	// function returns, `assign` to the variable, or its use as a `value`, because its type has only methods that change it.
	By string `json:"by"`
	// Method is set if a method is what changes the state.
	Method string `json:"method"`
	// Package and Variable are the state.
	Package  string `json:"package"`
	Variable string `json:"variable"`
	// Registers: an element is added to the state, which is not replaced.
	Registers bool `json:"registers"`
}

// changesAnswer is independent of the plugin's own code.
type changesAnswer struct {
	Changes []change `json:"changes"`
	Failed  []string `json:"failed"`
}

// changer knows what changes the state of the analysed packages.
type changer struct {
	state *stateOf
	// mutators are methods that change their receivers -> whether they add an element.
	mutators map[*types.Func]bool
	// implementing are the types of the analysed packages that have such methods.
	implementing map[*types.Named]bool
	ofInterface  map[*types.Func]mutation
}

type mutation struct{ changes, registers bool }

func (l *loader) changes(asked changesRequest) changesAnswer {
	answer := changesAnswer{Changes: []change{}, Failed: l.loadAll(asked.Analysed)}
	c := &changer{state: newStateOf(l, asked.Analysed)}
	c.findMutators()
	found := map[change]bool{}
	for _, path := range asked.Libraries {
		library := l.loaded[path]
		if library == nil {
			continue
		}
		for _, name := range library.Scope().Names() {
			switch object := library.Scope().Lookup(name).(type) {
			case *types.Func:
				if object.Exported() {
					c.lookFunc(found, object)
				}
			case *types.Var:
				if object.Exported() && !isHarmless(object.Type()) {
					c.lookVar(found, object)
				}
			}
		}
	}
	for one := range found {
		answer.Changes = append(answer.Changes, one)
	}
	sort.Slice(answer.Changes, func(i, j int) bool { return answer.Changes[i].key() < answer.Changes[j].key() })
	return answer
}

func (c change) key() string {
	return strings.Join([]string{c.ImportPath, c.Name, c.By, c.Method, c.Package, c.Variable}, " ")
}

// findMutators repeats until no method is added: a method may change its receiver by another one.
func (c *changer) findMutators() {
	c.mutators = map[*types.Func]bool{}
	c.implementing = map[*types.Named]bool{}
	for more := true; more; {
		more = false
		c.ofInterface = map[*types.Func]mutation{}
		for f, d := range c.state.functions {
			named := receiverOf(f)
			if _, known := c.mutators[f]; known || named == nil || !isChange(f) || decodes(f) {
				continue
			}
			if m := c.ofReceiver(d); m.changes {
				c.mutators[f] = m.registers
				c.implementing[named] = true
				more = true
			}
		}
	}
}

// isChange reports whether a function has the form of a setter or a registration, or the name of one. Writing to a log or
// a file is what these are there for.
func isChange(f *types.Func) bool {
	if isRegistering(f) {
		return true
	}
	return changesFromOutside(f) && !isOutput(f)
}

var outputs = regexp.MustCompile(`^(?i)(print|fatal|panic|exit|msg|output|(safe)?write)`)

func isOutput(f *types.Func) bool {
	return takesAnything(f.Type().(*types.Signature)) || outputs.MatchString(f.Name())
}

// takesAnything reports whether a function has the parameter `...interface{}`, as those that print have.
func takesAnything(signature *types.Signature) bool {
	if !signature.Variadic() {
		return false
	}
	last := signature.Params().At(signature.Params().Len() - 1).Type().(*types.Slice)
	i, ok := last.Elem().Underlying().(*types.Interface)
	return ok && i.NumMethods() == 0
}

func isRegistering(f *types.Func) bool {
	return strings.HasPrefix(strings.TrimPrefix(f.Name(), "Must"), "Register")
}

func (c *changer) ofReceiver(d *function) (m mutation) {
	if len(d.decl.Recv.List) == 0 || len(d.decl.Recv.List[0].Names) == 0 {
		return m
	}
	receiver, _ := d.info.Defs[d.decl.Recv.List[0].Names[0]].(*types.Var)
	if receiver == nil {
		return m
	}
	switch receiver.Type().Underlying().(type) {
	case *types.Pointer, *types.Map:
	default:
		return m
	}
	c.eachChange(d, func(v *types.Var, whole, registers bool) {
		if v == receiver && !whole {
			m.changes, m.registers = true, m.registers || registers
		}
	})
	return m
}

// mutates reports what a method does to what it is called on; of an interface, what one of its implementations does.
func (c *changer) mutates(f *types.Func) mutation {
	f = originOf(f)
	if registers, ok := c.mutators[f]; ok {
		return mutation{true, registers}
	}
	recv := f.Type().(*types.Signature).Recv()
	if recv == nil {
		return mutation{}
	}
	if pkg := f.Pkg(); pkg != nil && (pkg.Path() == "sync" || pkg.Path() == "sync/atomic" || pkg.Path() == "container/list") {
		adds := pkg.Path() == "container/list" || f.Name() == "LoadOrStore" || f.Name() == "Store" && pkg.Path() == "sync"
		return mutation{storing[f.Name()], storing[f.Name()] && adds}
	}
	i, ok := recv.Type().Underlying().(*types.Interface)
	if !ok {
		return mutation{}
	}
	if known, ok := c.ofInterface[f]; ok {
		return known
	}
	found := mutation{}
	for named := range c.implementing {
		if named.TypeParams().Len() > 0 || !types.Implements(types.NewPointer(named), i) {
			continue
		}
		method, _, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, f.Pkg(), f.Name())
		if implementation, ok := method.(*types.Func); ok {
			if registers, ok := c.mutators[originOf(implementation)]; ok {
				found.changes, found.registers = true, found.registers || registers
			}
		}
	}
	c.ofInterface[f] = found
	return found
}

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
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "delete" && len(n.Args) == 2 {
				add(n.Args[0], false)
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

// lookFunc adds what a call of a function changes, and methods that change what it returns.
func (c *changer) lookFunc(found map[change]bool, f *types.Func) {
	all := map[*types.Var]bool{}
	flow := &flow{reads: map[*types.Var]bool{}, called: map[*types.Func]bool{}}
	c.follow(f, 0, map[*types.Func]bool{}, all, flow)
	for v := range flow.reads {
		for callee, registers := range flow.called {
			if isMethodOf(callee, v.Type()) {
				all[v] = all[v] || registers
			}
		}
	}
	if v, registers := first(all); v != nil {
		found[change{f.Pkg().Path(), f.Name(), "call", "", v.Pkg().Path(), v.Name(), registers}] = true
	}
	d := c.state.functions[f]
	signature := f.Type().(*types.Signature)
	if d == nil || signature.Params().Len() > 0 || signature.Results().Len() == 0 {
		return
	}
	result := signature.Results().At(0).Type()
	for v := range d.returned {
		if _, known := c.state.inits[v]; known && types.AssignableTo(v.Type(), result) {
			c.lookMethods(found, f, result, v)
		}
	}
}

// first is one variable of those that a function changes, a registry before others.
func first(all map[*types.Var]bool) (v *types.Var, registers bool) {
	for other, adds := range all {
		if v == nil || adds && !registers || adds == registers && variableName(other) < variableName(v) {
			v, registers = other, adds
		}
	}
	return v, registers
}

func (c *changer) lookVar(found map[change]bool, v *types.Var) {
	path, name := v.Pkg().Path(), v.Name()
	found[change{path, name, "assign", "", path, name, false}] = true
	changing, all, registers := c.lookMethods(found, v, v.Type(), v)
	if _, ok := v.Type().Underlying().(*types.Interface); ok && changing > 0 && changing == all {
		found[change{path, name, "value", "", path, name, registers}] = true
	}
}

// lookMethods adds the methods of a type that change it.
// It returns how many there are, of how many, and whether one of them adds an element.
func (c *changer) lookMethods(found map[change]bool, named types.Object, t types.Type, v *types.Var) (changing, all int, registers bool) {
	if _, ok := t.Underlying().(*types.Interface); !ok {
		if _, ok := t.(*types.Pointer); !ok {
			t = types.NewPointer(t)
		}
	}
	methods := types.NewMethodSet(t)
	for i := 0; i < methods.Len(); i++ {
		method, ok := methods.At(i).Obj().(*types.Func)
		if !ok || !method.Exported() {
			continue
		}
		all++
		if m := c.mutates(method); m.changes {
			changing++
			registers = registers || m.registers
			found[change{named.Pkg().Path(), named.Name(), "method", method.Name(), v.Pkg().Path(), v.Name(), m.registers}] = true
		}
	}
	return changing, all, registers
}

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
