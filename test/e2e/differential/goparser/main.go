// Command goparser is the reference of the differential test: it tells, with Go's own parser, what
// src/syntax has to find in a Go file.
//
// Standard input: for each file a line "<size> <name>\n" and then size bytes of source.
// Standard output: for each file one line of JSON, in the same order (see type file).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

type byteRange struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type importSpec struct {
	ImportPath string    `json:"importPath"`
	Name       *string   `json:"name"`
	Literal    byteRange `json:"literal"`
}

type importComment struct {
	ImportPath string    `json:"importPath"`
	Literal    byteRange `json:"literal"`
}

// header is what the parser finds with ImportsOnly.
type header struct {
	PackageName   string         `json:"packageName"`
	PackageClause byteRange      `json:"packageClause"`
	ImportComment *importComment `json:"importComment"`
	Imports       []importSpec   `json:"imports"`
	HasCgo        bool           `json:"hasCgo"`
	CgoPreambles  []byteRange    `json:"cgoPreambles"`
}

type linkname struct {
	Local       string     `json:"local"`
	Target      *string    `json:"target"`
	TargetRange *byteRange `json:"targetRange"`
	Line        int        `json:"line"`
}

type embed struct {
	Patterns []string `json:"patterns"`
	Line     int      `json:"line"`
}

type directives struct {
	Linknames []linkname `json:"linknames"`
	Embeds    []embed    `json:"embeds"`
}

// file is the answer for one file; a part that the parser rejects is absent.
type file struct {
	Name string `json:"file"`
	// Header is absent, and HeaderError says why, when even ImportsOnly rejects the file.
	Header      *header `json:"header"`
	HeaderError string  `json:"headerError,omitempty"`
	// Directives is absent when the full parse rejects the file.
	Directives *directives `json:"directives"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()

	// Answers leave in the order in which the files came: each file waits in the queue for its own answer.
	queue := make(chan chan []byte, 256)
	var writing sync.WaitGroup
	writing.Add(1)
	go func() {
		defer writing.Done()
		for answer := range queue {
			out.Write(<-answer)
		}
	}()
	working := make(chan struct{}, runtime.NumCPU())
	for {
		name, source, err := readFrame(in)
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "goparser:", err)
			os.Exit(1)
		}
		answer := make(chan []byte, 1)
		queue <- answer
		working <- struct{}{}
		go func() {
			line, err := json.Marshal(read(name, source))
			if err != nil {
				panic(err)
			}
			answer <- append(line, '\n')
			<-working
		}()
	}
	close(queue)
	writing.Wait()
}

func readFrame(in *bufio.Reader) (name string, source []byte, err error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return "", nil, err
	}
	size, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
	n, err := strconv.Atoi(size)
	if err != nil {
		return "", nil, err
	}
	source = make([]byte, n)
	_, err = io.ReadFull(in, source)
	return name, source, err
}

func read(name string, source []byte) file {
	answer := file{Name: name}
	if h, err := readHeader(source); err != nil {
		answer.HeaderError = err.Error()
	} else {
		answer.Header = h
	}
	answer.Directives = readDirectives(source)
	return answer
}

func readHeader(source []byte) (*header, error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, "", source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	// Positions without //line comments: the bytes of the file itself.
	at := func(pos token.Pos) token.Position { return fset.PositionFor(pos, false) }
	between := func(n ast.Node) byteRange { return byteRange{at(n.Pos()).Offset, at(n.End()).Offset} }

	h := &header{
		PackageName:   parsed.Name.Name,
		PackageClause: between(parsed.Name),
		Imports:       []importSpec{},
		CgoPreambles:  []byteRange{},
	}
	h.ImportComment = findImportComment(source, h.PackageClause.End)
	for _, decl := range parsed.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range gen.Specs {
			spec := s.(*ast.ImportSpec)
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			// Not the length of Path.Value, which lacks the carriage returns of a raw string.
			start := at(spec.Path.Pos()).Offset
			written, err := strconv.QuotedPrefix(string(source[start:]))
			if err != nil {
				return nil, err
			}
			found := importSpec{
				ImportPath: path,
				Literal:    byteRange{start, start + len(written)},
			}
			if spec.Name != nil {
				found.Name = &spec.Name.Name
			}
			h.Imports = append(h.Imports, found)
			if path != "C" {
				continue
			}
			h.HasCgo = true
			// As cmd/cgo and go/build choose it.
			doc := spec.Doc
			if doc == nil && len(gen.Specs) == 1 {
				doc = gen.Doc
			}
			if doc != nil {
				h.CgoPreambles = append(h.CgoPreambles, commentRange(source, at(doc.Pos()).Offset, doc))
			}
		}
	}
	return h, nil
}

// commentRange finds the end of a comment group in the source: go/ast drops carriage returns from the text, so
// the End that it computes can be too small.
func commentRange(source []byte, start int, group *ast.CommentGroup) byteRange {
	end := start
	for _, comment := range group.List {
		end += bytes.Index(source[end:], []byte(comment.Text[:2]))
		if comment.Text[1] == '*' {
			end += 2 + bytes.Index(source[end+2:], []byte("*/")) + 2
		} else if newline := bytes.IndexByte(source[end:], '\n'); newline >= 0 {
			end += newline
		} else {
			end = len(source)
		}
	}
	return byteRange{start, end}
}

// findImportComment follows the function of that name in go/build: a comment that begins and ends on the line of
// the package clause.
func findImportComment(source []byte, afterName int) *importComment {
	rest := strings.TrimLeft(string(source[afterName:]), " \t\r")
	start := len(source) - len(rest) + 2
	var text string
	switch {
	case strings.HasPrefix(rest, "//"):
		text, _, _ = strings.Cut(rest[2:], "\n")
	case strings.HasPrefix(rest, "/*"):
		var closed bool
		text, _, closed = strings.Cut(rest[2:], "*/")
		if !closed || strings.Contains(text, "\n") {
			return nil
		}
	default:
		return nil
	}
	trimmed := strings.TrimLeftFunc(text, unicode.IsSpace)
	argument, found := strings.CutPrefix(trimmed, "import")
	literal := strings.TrimSpace(argument)
	path, err := strconv.Unquote(literal)
	if !found || err != nil {
		return nil
	}
	start += strings.LastIndex(text, literal)
	return &importComment{path, byteRange{start, start + len(literal)}}
}

func readDirectives(source []byte) *directives {
	fset := token.NewFileSet()
	if _, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution); err != nil {
		return nil
	}
	found := &directives{Linknames: []linkname{}, Embeds: []embed{}}
	// The scanner and not ast.Comment gives the positions, as in go/build.
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, source, nil, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return found
		}
		offset := file.Offset(pos)
		if tok != token.COMMENT || !strings.HasPrefix(text, "//go:") || !blankBefore(source, offset) {
			continue
		}
		line := file.PositionFor(pos, false).Line
		switch {
		// As in cmd/compile/internal/noder.
		case strings.HasPrefix(text, "//go:linkname "):
			fields := strings.Fields(text)
			if len(fields) == 2 {
				found.Linknames = append(found.Linknames, linkname{Local: fields[1], Line: line})
			} else if len(fields) == 3 {
				start := offset + strings.LastIndex(text, fields[2])
				found.Linknames = append(found.Linknames, linkname{
					fields[1], &fields[2], &byteRange{start, start + len(fields[2])}, line})
			}
		case strings.HasPrefix(text, "//go:embed "):
			if patterns, ok := embedPatterns(text[len("//go:embed"):]); ok && len(patterns) > 0 {
				found.Embeds = append(found.Embeds, embed{patterns, line})
			}
		}
	}
}

// blankBefore tells whether only white space stands before offset on its line; elsewhere the compiler calls a
// directive misplaced.
func blankBefore(source []byte, offset int) bool {
	line := bytes.LastIndexByte(source[:offset], '\n') + 1
	before := strings.TrimPrefix(string(source[line:offset]), "\ufeff")
	return strings.TrimLeft(before, " \t\r") == ""
}

// embedPatterns follows parseGoEmbed of cmd/compile/internal/noder.
func embedPatterns(args string) (patterns []string, ok bool) {
	for args = strings.TrimSpace(args); args != ""; args = strings.TrimSpace(args) {
		pattern := ""
		if args[0] == '"' || args[0] == '`' {
			quoted, err := strconv.QuotedPrefix(args)
			if err != nil {
				return nil, false
			}
			pattern, _ = strconv.Unquote(quoted)
			args = args[len(quoted):]
			if r, _ := utf8.DecodeRuneInString(args); args != "" && !unicode.IsSpace(r) {
				return nil, false
			}
		} else {
			end := strings.IndexFunc(args, unicode.IsSpace)
			if end < 0 {
				end = len(args)
			}
			pattern, args = args[:end], args[end:]
		}
		patterns = append(patterns, pattern)
	}
	return patterns, true
}
