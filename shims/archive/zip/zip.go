// Package zip is the shim for the compressors of archive/zip in renamed packages: those registered here are used by
// readers and writers that are created here, and by no others.
package zip

import (
	"archive/zip"
	"io"
	"sync"

	next "archive/zip"
)

var compressors, decompressors sync.Map

// RegisterCompressor is zip.RegisterCompressor, which panics if this scope registers a method twice.
func RegisterCompressor(method uint16, comp zip.Compressor) {
	if _, dup := compressors.LoadOrStore(method, comp); dup {
		panic("compressor already registered")
	}
}

// RegisterDecompressor is zip.RegisterDecompressor, which panics if this scope registers a method twice.
func RegisterDecompressor(method uint16, dcomp zip.Decompressor) {
	if _, dup := decompressors.LoadOrStore(method, dcomp); dup {
		panic("decompressor already registered")
	}
}

// NewReader is zip.NewReader, with the decompressors of this scope before those of others.
func NewReader(r io.ReaderAt, size int64) (*zip.Reader, error) {
	reader, err := next.NewReader(r, size)
	if reader != nil {
		equip(reader)
	}
	return reader, err
}

// OpenReader is zip.OpenReader, with the decompressors of this scope before those of others.
func OpenReader(name string) (*zip.ReadCloser, error) {
	reader, err := next.OpenReader(name)
	if reader != nil {
		equip(&reader.Reader)
	}
	return reader, err
}

// NewWriter is zip.NewWriter, with the compressors of this scope before those of others.
func NewWriter(w io.Writer) *zip.Writer {
	writer := next.NewWriter(w)
	compressors.Range(func(method, comp any) bool {
		writer.RegisterCompressor(method.(uint16), comp.(zip.Compressor))
		return true
	})
	return writer
}

func equip(reader *zip.Reader) {
	decompressors.Range(func(method, dcomp any) bool {
		reader.RegisterDecompressor(method.(uint16), dcomp.(zip.Decompressor))
		return true
	})
}
