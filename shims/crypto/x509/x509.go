//go:build go1.20

// Package x509 stands in for the fallback roots of crypto/x509 in renamed packages: they are the process's, and whoever
// sets them first has set them.
package x509

import (
	"crypto/x509"

	next "crypto/x509"
)

// SetFallbackRoots is x509.SetFallbackRoots, and does nothing where others have set them.
func SetFallbackRoots(roots *x509.CertPool) {
	defer func() {
		if value := recover(); value != nil && roots == nil {
			panic(value)
		}
	}()
	next.SetFallbackRoots(roots)
}
