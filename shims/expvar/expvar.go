// Package expvar is the shim for the variables of expvar in renamed packages: the process has one more variable, named by
// this copy's prefix, and what is published here is in it.
package expvar

import (
	"expvar"
	"log"
	"reflect"
	"sort"
	"strings"
	"sync"

	next "expvar"
)

type here struct{}

// mark is the start of the process-wide names of all plugins' maps.
const mark = "gorename.isolate/"

// scope is the prefix that this copy is built under: no other package of the process has it.
var scope, _, _ = strings.Cut(reflect.TypeOf(here{}).PkgPath(), "/")

var (
	mutex sync.Mutex
	vars  = expvar.NewMap(mark + scope)
)

// Publish is expvar.Publish, which panics if this scope publishes a name twice.
func Publish(name string, v expvar.Var) {
	mutex.Lock()
	defer mutex.Unlock()
	if vars.Get(name) != nil {
		log.Panicln("Reuse of exported var name:", name)
	}
	vars.Set(name, v)
}

// Get is expvar.Get, with the variables of this scope before those of others.
func Get(name string) expvar.Var {
	if found := vars.Get(name); found != nil {
		return found
	}
	return next.Get(name)
}

// Do is expvar.Do, with the variables of this scope instead of those of others with the same name.
func Do(visit func(expvar.KeyValue)) {
	var all []expvar.KeyValue
	vars.Do(func(found expvar.KeyValue) { all = append(all, found) })
	next.Do(func(found expvar.KeyValue) {
		if vars.Get(found.Key) == nil && !strings.HasPrefix(found.Key, mark) {
			all = append(all, found)
		}
	})
	sort.Slice(all, func(i, j int) bool { return all[i].Key < all[j].Key })
	for _, found := range all {
		visit(found)
	}
}

// The rest are expvar's functions of the same names, for this scope.

func NewInt(name string) *expvar.Int {
	v := new(expvar.Int)
	Publish(name, v)
	return v
}

func NewFloat(name string) *expvar.Float {
	v := new(expvar.Float)
	Publish(name, v)
	return v
}

func NewMap(name string) *expvar.Map {
	v := new(expvar.Map).Init()
	Publish(name, v)
	return v
}

func NewString(name string) *expvar.String {
	v := new(expvar.String)
	Publish(name, v)
	return v
}
