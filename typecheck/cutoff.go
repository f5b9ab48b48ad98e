package main

import (
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

func (f *finder) look(info *types.Info, file *ast.File) {
	walkWithStack(file, func(stack []ast.Node) bool {
		switch n := stack[len(stack)-1].(type) {
		case *ast.FuncDecl:
			// A plugin's main is never called.
			if n.Recv == nil && n.Name.Name == "main" && file.Name.Name == "main" {
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
