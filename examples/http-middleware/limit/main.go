// Package main is a plugin that limits how many requests are answered.
package main

import (
	"net/http"

	"golang.org/x/time/rate"
)

// burst is how many requests are answered at once; then there is one each minute.
const burst = 2

// New returns middleware that refuses requests above the limit.
func New(next http.Handler) http.Handler {
	limiter := rate.NewLimiter(rate.Limit(1.0/60), burst)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !limiter.Allow() {
			http.Error(w, "too many requests", http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func main() {}
