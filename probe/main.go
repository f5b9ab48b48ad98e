// Command probe is the host that `gorename-plugin probe` starts: it opens plugins in the order given and reports each
// step immediately, so that earlier reports survive if the process ends. A replica of another host is a copy of this
// file, with one next to it that imports that host's packages.
//
// The request is read from file descriptor 4 and the report written to 3, because arguments, standard input and output belong
// to the plugins.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"plugin"
	"reflect"
	"runtime/debug"
	"time"
)

// request is one plugin to open, with the names to look up in it.
type request struct {
	File    string   `json:"file"`
	Symbols []string `json:"symbols"`
}

// event is a line of the report. Each plugin has two, `opening` and the result; the last one is `done`.
type event struct {
	Event string `json:"event"`
	// Offset is the number of bytes that the process had printed by then.
	Offset  int64    `json:"offset"`
	Message string   `json:"message,omitempty"`
	Stack   string   `json:"stack,omitempty"`
	Symbols []symbol `json:"symbols,omitempty"`
}

type symbol struct {
	Name string `json:"name"`
	// Kind is `func` or `var`.
	Kind string `json:"kind"`
	// Type is a function's type, or that of the variable which the looked-up pointer points to.
	Type string `json:"type"`
	// Methods are those that a type assertion on the looked-up symbol finds.
	Methods []method `json:"methods"`
}

type method struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// settling is how long goroutines that the plugins have started may run before the process ends.
const settling = 100 * time.Millisecond

func main() {
	report := os.NewFile(3, "report")
	var requests []request
	if err := json.NewDecoder(os.NewFile(4, "request")).Decode(&requests); err != nil {
		fail(err)
	}
	for _, one := range requests {
		tell(report, event{Event: "opening"})
		tell(report, open(one))
	}
	time.Sleep(settling)
	tell(report, event{Event: "done"})
}

func tell(report *os.File, what event) {
	what.Offset, _ = os.Stdout.Seek(0, io.SeekCurrent)
	if err := json.NewEncoder(report).Encode(what); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "probe:", err)
	os.Exit(1)
}

func open(one request) (result event) {
	returned := false
	defer func() {
		// A panic(nil) of old Go versions also gives nil.
		if value := recover(); !returned {
			result = event{Event: "panicked", Message: describe(value), Stack: string(debug.Stack())}
		}
	}()
	opened, err := plugin.Open(one.File)
	returned = true
	if err != nil {
		return event{Event: "refused", Message: err.Error()}
	}
	result.Event = "loaded"
	for _, name := range one.Symbols {
		if found, err := opened.Lookup(name); err == nil {
			result.Symbols = append(result.Symbols, inspect(name, reflect.ValueOf(found)))
		}
	}
	return result
}

// describe returns a panic's value as the runtime prints it.
func describe(value any) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("(%T)", value)
		}
	}()
	switch value := value.(type) {
	case error:
		return value.Error()
	case fmt.Stringer:
		return value.String()
	}
	return fmt.Sprint(value)
}

func inspect(name string, found reflect.Value) symbol {
	kind := found.Type()
	if kind.Kind() == reflect.Func {
		return symbol{Name: name, Kind: "func", Type: kind.String(), Methods: []method{}}
	}
	result := symbol{Name: name, Kind: "var", Type: kind.Elem().String(), Methods: []method{}}
	for i := 0; i < kind.NumMethod(); i++ {
		one := method{Name: kind.Method(i).Name, Type: found.Method(i).Type().String()}
		result.Methods = append(result.Methods, one)
	}
	return result
}
