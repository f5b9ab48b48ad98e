// Package http is the shim for the default mux of net/http in renamed packages: their handlers are in a separate mux,
// which the process's default mux serves at /debug/plugin/<prefix>/.
package http

import (
	"net"
	"net/http"
	"reflect"
	"strings"

	next "net/http"
)

type here struct{}

// scope is the prefix that this copy is built under: no other package of the process has it.
var scope, _, _ = strings.Cut(reflect.TypeOf(here{}).PkgPath(), "/")

// DefaultServeMux contains the handlers of this scope.
var DefaultServeMux = http.NewServeMux()

func init() {
	route := "/debug/plugin/" + scope
	private := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { DefaultServeMux.ServeHTTP(w, r) })
	http.Handle(route+"/", http.StripPrefix(route, private))
}

// Handle is http.Handle, which panics if this scope registers a pattern twice.
func Handle(pattern string, handler http.Handler) { DefaultServeMux.Handle(pattern, handler) }

// HandleFunc is http.HandleFunc, which panics if this scope registers a pattern twice.
func HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	DefaultServeMux.HandleFunc(pattern, handler)
}

// ListenAndServe is http.ListenAndServe; without a handler, those of this scope are served before those of others.
func ListenAndServe(addr string, handler http.Handler) error {
	return http.ListenAndServe(addr, orDefault(handler))
}

// ListenAndServeTLS is http.ListenAndServeTLS, with handlers as in ListenAndServe.
func ListenAndServeTLS(addr, certFile, keyFile string, handler http.Handler) error {
	return http.ListenAndServeTLS(addr, certFile, keyFile, orDefault(handler))
}

// Serve is http.Serve, with handlers as in ListenAndServe.
func Serve(l net.Listener, handler http.Handler) error { return http.Serve(l, orDefault(handler)) }

// ServeTLS is http.ServeTLS, with handlers as in ListenAndServe.
func ServeTLS(l net.Listener, handler http.Handler, certFile, keyFile string) error {
	return http.ServeTLS(l, orDefault(handler), certFile, keyFile)
}

func orDefault(handler http.Handler) http.Handler {
	if handler != nil {
		return handler
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := DefaultServeMux.Handler(r); pattern != "" {
			DefaultServeMux.ServeHTTP(w, r)
		} else {
			next.DefaultServeMux.ServeHTTP(w, r)
		}
	})
}
