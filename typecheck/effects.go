package main

import (
	"go/types"
	"sort"
)

// effects are what a function does to state that other copies of its package do not have.
type effects struct {
	// ContextReads are keys of the library, `path.name`, with their types.
	ContextReads map[string]string `json:"contextReads"`
	// ContextWrites are keys of the library.
	ContextWrites []string `json:"contextWrites"`
	// GlobalRead and GlobalWrite are variables, one of those that a function uses in the same way.
	GlobalRead  string `json:"globalRead"`
	GlobalWrite string `json:"globalWrite"`
}

const deepest = 6

// of is what a function does, itself or by the functions of its module that it delegates to.
func (s *stateOf) of(f *types.Func) effects {
	globals := map[*types.Var]string{}
	s.follow(f, 0, map[*types.Func]bool{}, globals)
	depth := 0
	// Methods do work of their own with a context: only those that are there for the key count.
	if receiverOf(f) != nil {
		depth = contextDepth - 1
	}
	found := effects{ContextReads: map[string]string{}, ContextWrites: []string{}}
	writes := map[string]bool{}
	s.followContext(f, depth, map[*types.Func]bool{}, found.ContextReads, writes)
	found.ContextWrites = sorted(writes)
	// What a method changes or reads besides its receiver is the library's own business.
	if f.Type().(*types.Signature).Recv() != nil {
		return found
	}
	for variable, state := range globals {
		through := &found.GlobalRead
		if state == "global-write" {
			through = &found.GlobalWrite
		}
		if name := variableName(variable); *through == "" || name < *through {
			*through = name
		}
	}
	return found
}

func (e effects) none() bool {
	return len(e.ContextReads)+len(e.ContextWrites) == 0 && e.GlobalRead == "" && e.GlobalWrite == ""
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
