package main

import (
	"go/types"
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

func (l *loader) changes(asked changesRequest) *changesAnswer {
	answer := &changesAnswer{Changes: []change{}, Failed: l.failedOf(asked.Analysed)}
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
