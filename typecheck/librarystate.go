package main

import "go/types"

// stateRequest names the packages whose functions are followed.
type stateRequest struct {
	Analysed []string `json:"analysed"`
}

// libraryState is the state of some packages that a copy of them does not share. It is independent of the plugin's own code.
type libraryState struct {
	// Functions are those that use it, by full name.
	Functions map[string]effects `json:"functions"`
	// Variables are those that are such state, as `path.name`.
	Variables map[string]bool `json:"variables"`
	// Failed are packages of which the type checker did not make out all.
	Failed []string `json:"failed"`
}

func (l *loader) libraryState(asked stateRequest) *libraryState {
	s := newStateOf(l, asked.Analysed)
	answer := &libraryState{Functions: map[string]effects{}, Variables: map[string]bool{}, Failed: l.failedOf(asked.Analysed)}
	for f := range s.functions {
		if !f.Exported() {
			continue
		}
		if found := s.of(f); !found.none() {
			answer.Functions[f.FullName()] = found
		}
	}
	for v := range s.inits {
		if v.Exported() && s.isState(v) {
			answer.Variables[variableName(v)] = true
		}
	}
	return answer
}

func (s *libraryState) of(f *types.Func) effects {
	return s.Functions[originOf(f).FullName()]
}
