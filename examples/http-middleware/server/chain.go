package main

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"path/filepath"
	"plugin"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

// A constructor is what a plugin exports as New.
type constructor = func(next http.Handler) http.Handler

// chain sends requests through the newest build of each plugin, in the order of their names, and then to a handler.
type chain struct {
	dir   string
	inner http.Handler
	// The handler of now: a reload replaces it at once.
	current atomic.Pointer[http.Handler]

	mu sync.Mutex // held by a reload
	// The plugins that are open, by file. Go cannot unload one, and opens each file only once.
	opened map[string]constructor
}

func newChain(dir string, inner http.Handler) *chain {
	c := &chain{dir: dir, inner: inner, opened: map[string]constructor{}}
	c.current.Store(&inner)
	return c
}

func (c *chain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*c.current.Load()).ServeHTTP(w, r)
}

// reload opens the builds that are not open yet and replaces the handler. If one of them cannot be opened, nothing
// changes.
func (c *chain) reload() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	files, err := newestBuilds(c.dir)
	if err != nil {
		return err
	}
	handler := c.inner
	// The first plugin is the outermost.
	for at := len(files) - 1; at >= 0; at-- {
		create, err := c.open(files[at])
		if err != nil {
			return err
		}
		handler = create(handler)
	}
	c.current.Store(&handler)
	return nil
}

func (c *chain) open(file string) (constructor, error) {
	if create, known := c.opened[file]; known {
		return create, nil
	}
	opened, err := plugin.Open(file)
	if err != nil {
		return nil, err
	}
	symbol, err := opened.Lookup("New")
	if err != nil {
		return nil, err
	}
	create, ok := symbol.(constructor)
	if !ok {
		return nil, fmt.Errorf("%s: New is a %T", file, symbol)
	}
	c.opened[file] = create
	log.Printf("loaded %s", file)
	return create, nil
}

// newestBuilds returns the file NAME-BUILD.so with the highest BUILD for each NAME, in the order of their names.
// Numbers of builds have equal lengths, as in auth-001.so.
func newestBuilds(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*-*.so"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("no plugins in " + dir)
	}
	newest := map[string]string{}
	for _, file := range files {
		name := file[:strings.LastIndex(file, "-")]
		if file > newest[name] {
			newest[name] = file
		}
	}
	builds := make([]string, 0, len(newest))
	for _, file := range newest {
		builds = append(builds, file)
	}
	sort.Strings(builds)
	return builds, nil
}
