// Package main is a plugin that gives each request an identifier. It uses a newer uuid than the server.
package main

import (
	"net/http"

	"github.com/google/uuid"
)

// New returns middleware that sets the header X-Request-Id to a UUID whose beginning is the time of the request
// (version 7), which uuid has since v1.6.0.
func New(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := uuid.NewV7()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("X-Request-Id", id.String())
		w.Header().Set("X-Request-Id-Version", id.Version().String())
		next.ServeHTTP(w, r)
	})
}

func main() {}
