package main

import (
	"go/types"
	"sort"
)

// effects are what a function does to state that other copies of its package do not have.
type effects struct {
	// contextReads and contextWrites are keys of the library, `path.name`.
	contextReads, contextWrites []string
	// globals are global-read or global-write by variable.
	globals map[*types.Var]string
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
