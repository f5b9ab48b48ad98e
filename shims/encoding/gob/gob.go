// Package gob is the shim for the names of encoding/gob in renamed packages. Names are part of the encoding, so a type keeps
// its usual one as long as no other copy of its package has it.
package gob

import (
	"reflect"
	"strings"

	next "encoding/gob"
)

type here struct{}

// scope is the prefix that this copy is built under: no other package of the process has it.
var scope, _, _ = strings.Cut(reflect.TypeOf(here{}).PkgPath(), "/")

// RegisterName is gob.RegisterName; if another type has the name, this one gets a name that is unique to this copy.
func RegisterName(name string, value any) {
	defer func() {
		if recover() != nil {
			next.RegisterName("gorename.isolate/"+scope+"/"+name, value)
		}
	}()
	next.RegisterName(name, value)
}
