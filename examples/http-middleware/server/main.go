// Command server answers requests through a chain of middleware that it loads from plugins.
//
//	server [-addr ADDRESS] DIRECTORY
//
// A plugin is a file NAME-BUILD.so in the directory, and exports
//
//	func New(next http.Handler) http.Handler
//
// The server looks for new builds on SIGHUP. It opens them, and sends new requests through the newest build of each
// plugin. Requests that have begun end in the old one.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
)

func main() {
	addr := flag.String("addr", "localhost:8080", "address that is served")
	flag.Parse()
	log.SetFlags(0)
	if flag.NArg() != 1 {
		log.Fatal("usage: server [-addr ADDRESS] DIRECTORY")
	}

	router := chi.NewRouter()
	router.Get("/hello/{name}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "hello, %s\n", chi.URLParam(r, "name"))
	})
	chain := newChain(flag.Arg(0), router)
	if err := chain.reload(); err != nil {
		log.Fatal(err)
	}

	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for range hangups {
			if err := chain.reload(); err != nil {
				log.Print(err) // the builds that were loaded before still answer
			}
		}
	}()

	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	// The host's own use of uuid, in the version of its go.mod.
	log.Printf("server %s: listening on %s", uuid.New(), listener.Addr())
	log.Fatal(http.Serve(listener, chain))
}
