package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// cutOffRequest names the packages that decide what a plugin is cut off from.
type cutOffRequest struct {
	// Own are the plugin's own packages.
	Own []string `json:"own"`
	// Libraries are renamed packages that the host has under their own paths.
	Libraries []string `json:"libraries"`
	// Private are all renamed packages but the plugin's own.
	Private []string `json:"private"`
	// State is that of the libraries, and of others of their modules.
	State *libraryState `json:"state"`
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
	state     *libraryState
	origin    *origins
	found     map[use]bool
	stored    storedKeys
}

func (l *loader) cutOff(asked cutOffRequest) *cutOffAnswer {
	f := &finder{
		l:         l,
		libraries: setOf(asked.Libraries),
		state:     asked.State,
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
	return &cutOffAnswer{Uses: f.first(), Failed: l.failedOf(asked.Own)}
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
	found := f.state.of(function)
	call := callOf(stack)
	name := nameOf(function)
	for key, keyType := range found.ContextReads {
		if f.stored.types[keyType] {
			continue
		}
		if call == nil || f.origin.anyOfHost(info, operands(call)) && !f.hasStored(info, key, call.Args) {
			f.add(id.Pos(), function, name, "context-read", key)
		}
	}
	for _, key := range found.ContextWrites {
		if call != nil && f.origin.anyOfHost(info, operands(call)) && f.origin.reachesHost(info, call, stack) {
			f.add(id.Pos(), function, name, "context-write", key)
		}
	}
	if found.GlobalRead != "" {
		f.add(id.Pos(), function, name, "global-read", found.GlobalRead)
	}
	if found.GlobalWrite != "" {
		f.add(id.Pos(), function, name, "global-write", found.GlobalWrite)
	}
}

func (f *finder) useVar(info *types.Info, id *ast.Ident, variable *types.Var, stack []ast.Node) {
	if !isPackageLevel(variable) || !f.state.Variables[variableName(variable)] {
		return
	}
	state := "global-read"
	if isAssigned(id, stack) {
		state = "global-write"
	}
	f.add(id.Pos(), variable, variable.Name(), state, variableName(variable))
}
