// Package calls measures what a call of a function in a plugin costs.
package calls

import (
	"os"
	"plugin"
	"testing"
)

// Add is the native one, which the compiler may inline; fixtures/systems/plugin exports the same.
func Add(x, y int) int { return x + y }

var sum int

// BenchmarkGoPlugin calls Add of the plugin that PLUGIN names.
func BenchmarkGoPlugin(b *testing.B) {
	opened, err := plugin.Open(os.Getenv("PLUGIN"))
	if err != nil {
		b.Fatal(err)
	}
	symbol, err := opened.Lookup("Add")
	if err != nil {
		b.Fatal(err)
	}
	add := symbol.(func(x, y int) int)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sum = add(i, 2)
	}
}

func BenchmarkGoNative(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sum = Add(i, 2)
	}
}
