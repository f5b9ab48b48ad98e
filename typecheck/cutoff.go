package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sort"
)

// cutOffRequest names the packages that decide what a plugin is cut off from.
type cutOffRequest struct {
	// Own are the plugin's own packages.
	Own []string `json:"own"`
	// Libraries are renamed packages that the host has under their own paths.
	Libraries []string `json:"libraries"`
	// Analysed are the packages whose functions are followed: the libraries, and others of their modules.
	Analysed []string `json:"analysed"`
	// Private are all renamed packages but the plugin's own.
	Private []string `json:"private"`
}

// use is one place in the plugin's own code where state of a library is used that the host has a copy of.
type use struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// ImportPath and Name are what the plugin's own code names: `github.com/gorilla/mux` and `Vars`.
	ImportPath string `json:"importPath"`
	Name       string `json:"name"`
	// State is context-read, context-write, global-read, global-write, error or type.
	State string `json:"state"`
	// Through is the key or the variable, as `path.name`; what was named itself for errors and types.
	Through string `json:"through"`
}

// cutOffAnswer has one use for each state of a library, the first one.
type cutOffAnswer struct {
	Uses []use `json:"uses"`
	// Failed are packages of which the type checker did not make out all.
	Failed []string `json:"failed"`
}

// finder looks for uses in the plugin's own packages.
type finder struct {
	l         *loader
	libraries map[string]bool
	state     *stateOf
	origin    *origins
	found     map[use]bool
	stored    storedKeys
}

func (l *loader) cutOff(asked cutOffRequest) cutOffAnswer {
	answer := cutOffAnswer{Uses: []use{}, Failed: l.loadAll(append(append([]string{}, asked.Own...), asked.Analysed...))}
	f := &finder{
		l:         l,
		libraries: setOf(asked.Libraries),
		state:     newStateOf(l, asked.Analysed),
		origin:    newOrigins(l, asked.Own, setOf(asked.Private)),
		found:     map[use]bool{},
		stored:    storedKeys{types: map[string]bool{}, in: map[types.Object]map[string]bool{}},
	}
	for _, path := range asked.Own {
		for _, file := range l.files[path] {
			f.lookStored(l.infos[path], file)
		}
	}
	for _, path := range asked.Own {
		for _, file := range l.files[path] {
			f.look(l.infos[path], file)
		}
	}
	answer.Uses = f.first()
	return answer
}

// loadAll checks packages with their function bodies.
// It returns those of which the type checker did not make out all, sorted.
func (l *loader) loadAll(paths []string) []string {
	l.infos = map[string]*types.Info{}
	for _, path := range paths {
		l.infos[path] = &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
			Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
			Implicits: map[ast.Node]types.Object{},
		}
	}
	failed := []string{}
	for _, path := range paths {
		if _, err := l.check(path, l.infos[path]); err != nil || l.broken[path] {
			failed = append(failed, path)
		}
	}
	sort.Strings(failed)
	return failed
}

func setOf(names []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
}

// first is the first use of each state, sorted by place.
func (f *finder) first() []use {
	all := make([]use, 0, len(f.found))
	for u := range f.found {
		all = append(all, u)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		if a.Column != b.Column {
			return a.Column < b.Column
		}
		return fmt.Sprint(a) < fmt.Sprint(b)
	})
	uses := []use{}
	seen := map[string]bool{}
	for _, u := range all {
		key := u.ImportPath + " " + u.State + " " + u.Through
		if !seen[key] {
			seen[key] = true
			uses = append(uses, u)
		}
	}
	return uses
}

// library is the object that an identifier names, if a library declares it.
func (f *finder) library(info *types.Info, id *ast.Ident) types.Object {
	object := info.Uses[id]
	if object == nil || object.Pkg() == nil || !f.libraries[object.Pkg().Path()] {
		return nil
	}
	return object
}

func (f *finder) add(at token.Pos, object types.Object, name, state, through string) {
	p := f.l.fset.Position(at)
	f.found[use{p.Filename, p.Line, p.Column, object.Pkg().Path(), name, state, through}] = true
}

func (f *finder) look(info *types.Info, file *ast.File) {
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			// A plugin's main is never called.
			if n.Recv == nil && n.Name.Name == "main" && file.Name.Name == "main" {
				stack = stack[:len(stack)-1]
				return false
			}
		case *ast.Ident:
			switch object := f.library(info, n).(type) {
			case *types.Func:
				f.useFunc(info, n, object, stack)
			case *types.Var:
				f.useVar(info, n, object, stack)
			}
		case *ast.CallExpr:
			f.lookErrorCall(info, n)
		case *ast.TypeAssertExpr:
			if n.Type != nil && f.origin.ofHost(info, n.X) {
				f.useType(info, n.Type)
			}
		case *ast.TypeSwitchStmt:
			f.lookTypeSwitch(info, n)
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				f.compare(info, n.X, n.Y)
				f.compare(info, n.Y, n.X)
			}
		}
		return true
	})
}

func (f *finder) useFunc(info *types.Info, id *ast.Ident, function *types.Func, stack []ast.Node) {
	found := f.state.of(originOf(function))
	call := callOf(stack)
	name := nameOf(function)
	for _, key := range found.contextReads {
		if call == nil && !f.hasStored(info, key, nil) ||
			call != nil && f.origin.anyOfHost(info, operands(call)) && !f.hasStored(info, key, call.Args) {
			f.add(id.Pos(), function, name, "context-read", key)
		}
	}
	for _, key := range found.contextWrites {
		if call != nil && f.origin.anyOfHost(info, operands(call)) && f.origin.reachesHost(info, call, stack) {
			f.add(id.Pos(), function, name, "context-write", key)
		}
	}
	// What a method changes or reads besides its receiver is the library's own business.
	if function.Type().(*types.Signature).Recv() != nil {
		return
	}
	// One variable is enough of those that a function uses in the same way.
	through := map[string]string{}
	for variable, state := range found.globals {
		if name := variableName(variable); through[state] == "" || name < through[state] {
			through[state] = name
		}
	}
	for state, variable := range through {
		f.add(id.Pos(), function, name, state, variable)
	}
}

func (f *finder) useVar(info *types.Info, id *ast.Ident, variable *types.Var, stack []ast.Node) {
	if !isPackageLevel(variable) || !f.state.isState(variable) {
		return
	}
	state := "global-read"
	if isAssigned(id, stack) {
		state = "global-write"
	}
	f.add(id.Pos(), variable, variable.Name(), state, variableName(variable))
}

// lookErrorCall looks at errors.Is(err, lib.ErrX) and errors.As(err, &target), where the host made the error.
func (f *finder) lookErrorCall(info *types.Info, call *ast.CallExpr) {
	callee := calleeOf(info, call)
	if callee == nil || len(call.Args) == 0 || !f.origin.ofHost(info, call.Args[0]) {
		return
	}
	// errors.AsType[T](err) of newer releases names the type itself.
	if callee.Pkg() != nil && callee.Pkg().Path() == "errors" && len(call.Args) == 1 {
		if index, ok := call.Fun.(*ast.IndexExpr); ok {
			f.useType(info, index.Index)
		}
		return
	}
	if len(call.Args) != 2 {
		return
	}
	switch callee.Name() {
	case "Is", "ErrorIs":
		f.useError(info, call.Args[1])
	case "As", "ErrorAs":
		if pointer, ok := info.Types[call.Args[1]].Type.(*types.Pointer); ok {
			f.addType(call.Args[1].Pos(), pointer.Elem())
		}
	}
}

func (f *finder) compare(info *types.Info, value, with ast.Expr) {
	if f.origin.ofHost(info, value) {
		f.useError(info, with)
	}
}

// useError adds an error value of a library that the host's errors are compared with.
func (f *finder) useError(info *types.Info, e ast.Expr) {
	id := nameIn(e)
	if id == nil {
		return
	}
	if variable, ok := f.library(info, id).(*types.Var); ok && isPackageLevel(variable) && isError(variable.Type()) {
		f.add(id.Pos(), variable, variable.Name(), "error", variableName(variable))
	}
}

func (f *finder) lookTypeSwitch(info *types.Info, n *ast.TypeSwitchStmt) {
	var asserted ast.Expr
	ast.Inspect(n.Assign, func(n ast.Node) bool {
		if t, ok := n.(*ast.TypeAssertExpr); ok && t.Type == nil && asserted == nil {
			asserted = t.X
		}
		return asserted == nil
	})
	if asserted == nil || !f.origin.ofHost(info, asserted) {
		return
	}
	for _, clause := range n.Body.List {
		for _, t := range clause.(*ast.CaseClause).List {
			f.useType(info, t)
		}
	}
}

func (f *finder) useType(info *types.Info, e ast.Expr) {
	if t := info.Types[e].Type; t != nil {
		f.addType(e.Pos(), t)
	}
}

// addType adds a type of a library that the host's values are compared with; an interface compares methods, not names.
func (f *finder) addType(at token.Pos, t types.Type) {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !f.libraries[named.Obj().Pkg().Path()] {
		return
	}
	if i, ok := named.Underlying().(*types.Interface); ok && !namesLibrary(i, named.Obj().Pkg()) {
		return
	}
	f.add(at, named.Obj(), named.Obj().Name(), "type", named.Obj().Pkg().Path()+"."+named.Obj().Name())
}

// namesLibrary reports whether an interface has methods that another copy of its package cannot have.
func namesLibrary(i *types.Interface, of *types.Package) bool {
	for n := 0; n < i.NumMethods(); n++ {
		m := i.Method(n)
		if !m.Exported() || mentions(m.Type(), of, 0) {
			return true
		}
	}
	return false
}
