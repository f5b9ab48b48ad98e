// Package sql is the shim for the drivers of database/sql in renamed packages: a driver is registered with the
// process under a name that is unique to this copy, and found here under its usual one.
package sql

import (
	"database/sql"
	"database/sql/driver"
	"reflect"
	"sort"
	"strings"
	"sync"

	next "database/sql"
)

type here struct{}

// mark is the start of the process-wide names of all plugins' drivers.
const mark = "gorename.isolate/"

// scope is the prefix that this copy is built under: no other package of the process has it.
var scope, _, _ = strings.Cut(reflect.TypeOf(here{}).PkgPath(), "/")

// drivers maps each usual name to its process-wide name.
var drivers sync.Map

// Register is sql.Register, which panics if this scope registers a name twice.
func Register(name string, driver driver.Driver) {
	unique := mark + scope + "/" + name
	sql.Register(unique, driver)
	drivers.Store(name, unique)
}

// Open is sql.Open, with the drivers of this scope before those of others.
func Open(driverName, dataSourceName string) (*sql.DB, error) {
	if unique, ok := drivers.Load(driverName); ok {
		return sql.Open(unique.(string), dataSourceName)
	}
	return next.Open(driverName, dataSourceName)
}

// Drivers is sql.Drivers, with the usual names of this scope's drivers and without those of other plugins.
func Drivers() []string {
	var names []string
	for _, name := range next.Drivers() {
		if _, own := drivers.Load(name); !own && !strings.HasPrefix(name, mark) {
			names = append(names, name)
		}
	}
	drivers.Range(func(name, _ any) bool {
		names = append(names, name.(string))
		return true
	})
	sort.Strings(names)
	return names
}
