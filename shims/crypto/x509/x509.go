//go:build go1.20

// Package x509 is the shim for the fallback roots of crypto/x509 in renamed packages: they are process-global, and only
// the first call sets them.
package x509

import (
	"crypto/x509"

	next "crypto/x509"
)

// SetFallbackRoots is x509.SetFallbackRoots, and does nothing if others have already set them.
func SetFallbackRoots(roots *x509.CertPool) {
	defer func() {
		if value := recover(); value != nil && roots == nil {
			panic(value)
		}
	}()
	next.SetFallbackRoots(roots)
}
