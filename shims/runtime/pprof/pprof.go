// Package pprof is the shim for the profiles of runtime/pprof in renamed packages: a profile has a name that is unique to this copy
// in the process, and is found here under its usual one.
package pprof

import (
	"reflect"
	"runtime/pprof"
	"strings"

	next "runtime/pprof"
)

type here struct{}

// scope is the prefix that this copy is built under: no other package of the process has it.
var scope, _, _ = strings.Cut(reflect.TypeOf(here{}).PkgPath(), "/")

func unique(name string) string { return "gorename.isolate/" + scope + "/" + name }

// NewProfile is pprof.NewProfile, which panics if this scope creates a name twice.
func NewProfile(name string) *pprof.Profile { return pprof.NewProfile(unique(name)) }

// Lookup is pprof.Lookup, with the profiles of this scope before those of others.
func Lookup(name string) *pprof.Profile {
	if found := pprof.Lookup(unique(name)); found != nil {
		return found
	}
	return next.Lookup(name)
}
