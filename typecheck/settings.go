package main

import (
	"go/types"
	"strings"
)

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
