// Package image is the shim for the formats of package image in renamed packages: those registered here are tried before
// those of others, and only by this scope.
package image

import (
	"bufio"
	"image"
	"io"
	"sync"

	next "image"
)

// format contains the arguments of image.RegisterFormat.
type format struct {
	magic  string
	decode func(io.Reader) (image.Image, error)
	config func(io.Reader) (image.Config, error)
}

var (
	mutex   sync.Mutex
	names   []string
	formats []format
)

// RegisterFormat is image.RegisterFormat for this scope.
func RegisterFormat(name, magic string, decode func(io.Reader) (image.Image, error), decodeConfig func(io.Reader) (image.Config, error)) {
	mutex.Lock()
	defer mutex.Unlock()
	names = append(names, name)
	formats = append(formats, format{magic, decode, decodeConfig})
}

// Decode is image.Decode, with the formats of this scope before those of others.
func Decode(r io.Reader) (image.Image, string, error) {
	reader := bufio.NewReader(r)
	if name, found, ok := sniff(reader); ok {
		decoded, err := found.decode(reader)
		return decoded, name, err
	}
	return next.Decode(reader)
}

// DecodeConfig is image.DecodeConfig, with the formats of this scope before those of others.
func DecodeConfig(r io.Reader) (image.Config, string, error) {
	reader := bufio.NewReader(r)
	if name, found, ok := sniff(reader); ok {
		config, err := found.config(reader)
		return config, name, err
	}
	return next.DecodeConfig(reader)
}

func sniff(reader *bufio.Reader) (string, format, bool) {
	mutex.Lock()
	defer mutex.Unlock()
	for i, found := range formats {
		if start, err := reader.Peek(len(found.magic)); err == nil && matches(found.magic, start) {
			return names[i], found, true
		}
	}
	return "", format{}, false
}

// matches treats a ? in the magic string as any byte.
func matches(magic string, start []byte) bool {
	for i, b := range start {
		if magic[i] != b && magic[i] != '?' {
			return false
		}
	}
	return true
}
