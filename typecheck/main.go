// Command typecheck answers questions about the packages of a build. It reads their sources, and only the declarations that
// the answer depends on; of most packages no function bodies. It compiles nothing.
//
// Usage: typecheck request.json; the answers are JSON on standard output.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
)

// request has the packages of a build, and one or more questions.
type request struct {
	Main     string                `json:"main"`
	GOARCH   string                `json:"goarch"`
	Packages map[string]*goPackage `json:"packages"`
	// Exposed asks which packages' types the exported functions and variables of main expose.
	Exposed *exposedRequest `json:"exposed"`
	// State asks for the state of libraries that a copy of them does not share.
	State *stateRequest `json:"state"`
	// CutOff asks for what of it the plugin is cut off from.
	CutOff *cutOffRequest `json:"cutOff"`
	// Changes asks for what changes the state of libraries.
	Changes *changesRequest `json:"changes"`
}

type goPackage struct {
	Name     string   `json:"name"`
	Dir      string   `json:"dir"`
	Files    []string `json:"files"`
	Standard bool     `json:"standard"`
}

// answers has one answer for each question.
type answers struct {
	Exposed []exposure     `json:"exposed"`
	State   *libraryState  `json:"state"`
	CutOff  *cutOffAnswer  `json:"cutOff"`
	Changes *changesAnswer `json:"changes"`
}

func main() {
	// With the default of 100, type-checking all of a plugin of gin takes 1.7 s of CPU instead of 1.2 s, and 270 MB instead of
	// 330 MB.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var asked request
	if err := json.Unmarshal(content, &asked); err != nil {
		return err
	}
	l := newLoader(asked)
	if err := l.readAll(asked.whole()); err != nil {
		return err
	}
	var answer answers
	if asked.Exposed != nil {
		answer.Exposed = l.exposed(*asked.Exposed)
	}
	if asked.State != nil {
		answer.State = l.libraryState(*asked.State)
	}
	if asked.CutOff != nil {
		answer.CutOff = l.cutOff(*asked.CutOff)
	}
	if asked.Changes != nil {
		answer.Changes = l.changes(*asked.Changes)
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}

// whole are the packages whose function bodies are read, each once.
func (asked request) whole() []string {
	all := []string{}
	if asked.Exposed != nil {
		all = append(all, asked.Main)
	}
	if asked.State != nil {
		all = append(all, asked.State.Analysed...)
	}
	if asked.CutOff != nil {
		all = append(all, asked.CutOff.Own...)
	}
	if asked.Changes != nil {
		all = append(all, asked.Changes.Analysed...)
	}
	return sorted(setOf(all))
}
