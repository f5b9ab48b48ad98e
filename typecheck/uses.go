package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sort"
)

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
