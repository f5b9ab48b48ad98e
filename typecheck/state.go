package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

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
}

type initial struct {
	info  *types.Info
	value ast.Expr
}

func newStateOf(l *loader, paths []string) *stateOf {
	s := &stateOf{
		l: l, functions: map[*types.Func]*function{}, inits: map[*types.Var]initial{},
		written: map[*types.Var]bool{}, exposed: map[*types.Var]bool{}, changing: map[*types.Func]bool{},
		mutable: map[*types.TypeName]bool{},
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
