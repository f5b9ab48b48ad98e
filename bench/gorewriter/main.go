// Command gorewriter renames the third-party packages of a Go program with Go's own parser: how fast that can be done
// in Go. It knows imports and nothing else: no linknames, no assembly, no cgo, no registries.
//
//	gorewriter -prefix PREFIX -out DIR
//
// Run in the directory of a main package, it writes DIR/modules/PREFIX/<module>@<version> for each module of its
// dependencies, and the main module, with a go.mod that requires all of them, to DIR itself.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// goPackage has the fields of `go list -json` that are needed; see `go help list`.
type goPackage struct {
	ImportPath                                     string
	Dir                                            string
	Standard                                       bool
	Module                                         *goModule
	GoFiles, CgoFiles, SFiles, HFiles, CFiles      []string
	CXXFiles, MFiles, FFiles, SysoFiles, SwigFiles []string
	SwigCXXFiles, EmbedFiles                       []string
}

const fields = "ImportPath,Dir,Standard,Module,GoFiles,CgoFiles,SFiles,HFiles,CFiles,CXXFiles,MFiles,FFiles,SysoFiles," +
	"SwigFiles,SwigCXXFiles,EmbedFiles"

type goModule struct {
	Path, Version, Dir, GoVersion string
	Main                          bool
}

type job struct {
	source, target string
	rewrite        bool
}

func main() {
	prefix := flag.String("prefix", "", "first element of renamed import paths")
	out := flag.String("out", "", "new directory")
	flag.Parse()
	if err := run(*prefix, *out); err != nil {
		log.Fatal(err)
	}
}

func run(prefix, out string) error {
	packages, err := list()
	if err != nil {
		return err
	}
	renamed := map[string]string{}
	modules := map[string]*goModule{}
	var jobs []job
	for _, p := range packages {
		if p.Standard || p.Module == nil {
			continue
		}
		modules[p.Module.Path] = p.Module
		if !p.Module.Main {
			renamed[p.ImportPath] = path.Join(prefix, p.ImportPath)
		}
		inner, err := filepath.Rel(p.Module.Dir, p.Dir)
		if err != nil {
			return err
		}
		dir := filepath.Join(out, place(prefix, p.Module), inner)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		add := func(rewrite bool, lists ...[]string) {
			for _, names := range lists {
				for _, name := range names {
					jobs = append(jobs, job{filepath.Join(p.Dir, name), filepath.Join(dir, name), rewrite})
				}
			}
		}
		add(true, p.GoFiles, p.CgoFiles)
		add(false, p.SFiles, p.HFiles, p.CFiles, p.CXXFiles, p.MFiles, p.FFiles, p.SysoFiles, p.SwigFiles,
			p.SwigCXXFiles, p.EmbedFiles)
	}
	if err := writeModuleFiles(prefix, out, modules); err != nil {
		return err
	}
	return runJobs(jobs, renamed)
}

func list() ([]goPackage, error) {
	command := exec.Command("go", "list", "-deps", "-json="+fields, ".")
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, err
	}
	var packages []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

// place is the slash-separated directory of a module's copy.
func place(prefix string, m *goModule) string {
	if m.Main {
		return "."
	}
	return path.Join("modules", prefix, m.Path+"@"+m.Version)
}

func writeModuleFiles(prefix, out string, modules map[string]*goModule) error {
	var root strings.Builder
	for _, m := range modules {
		if m.Main {
			fmt.Fprintf(&root, "module %s\n\n%s\n", m.Path, goLine(m))
		}
	}
	for _, name := range sortedKeys(modules) {
		m := modules[name]
		if m.Main {
			continue
		}
		renamed := path.Join(prefix, m.Path)
		fmt.Fprintf(&root, "require %s %s\n", renamed, version(m.Path))
		fmt.Fprintf(&root, "replace %s => ./%s\n", renamed, place(prefix, m))
		goMod := fmt.Sprintf("module %s\n\n%s", renamed, goLine(m))
		if err := os.WriteFile(filepath.Join(out, place(prefix, m), "go.mod"), []byte(goMod), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(out, "go.mod"), []byte(root.String()), 0o644)
}

// goLine is the module's own, which decides language semantics; without one Go means 1.16.
func goLine(m *goModule) string {
	if m.GoVersion == "" {
		return ""
	}
	return "go " + m.GoVersion + "\n"
}

// version is one that the go command takes for the path once there is a prefix before it.
func version(modulePath string) string {
	if last := path.Base(modulePath); len(last) > 1 && last[0] == 'v' {
		if major, err := strconv.Atoi(last[1:]); err == nil {
			return fmt.Sprintf("v%d.0.0", major)
		}
	}
	return "v0.0.0"
}

func sortedKeys(modules map[string]*goModule) []string {
	var keys []string
	for key := range modules {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// runJobs reads, rewrites and writes all files, as many at a time as there are processors; the last error counts.
func runJobs(jobs []job, renamed map[string]string) error {
	queue := make(chan job, len(jobs))
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	failures := make(chan error, len(jobs))
	var workers sync.WaitGroup
	for i := 0; i < runtime.GOMAXPROCS(0); i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for j := range queue {
				if err := j.run(renamed); err != nil {
					failures <- err
				}
			}
		}()
	}
	workers.Wait()
	close(failures)
	var failure error
	for failure = range failures {
	}
	return failure
}

func (j job) run(renamed map[string]string) error {
	content, err := os.ReadFile(j.source)
	if err == nil && j.rewrite {
		content, err = rewriteImports(j.source, content, renamed)
	}
	if err != nil {
		return err
	}
	// Embedded files may lie in directories below their package's.
	if err = os.WriteFile(j.target, content, 0o644); errors.Is(err, os.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(j.target), 0o755); err == nil {
			err = os.WriteFile(j.target, content, 0o644)
		}
	}
	return err
}

// rewriteImports replaces the path of each import, and of an import comment, that is renamed and leaves all other bytes.
func rewriteImports(name string, source []byte, renamed map[string]string) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var edited bytes.Buffer
	done := 0
	replace := func(start int, literal string) {
		importPath, err := strconv.Unquote(literal)
		if target, found := renamed[importPath]; err == nil && found {
			edited.Write(source[done:start])
			edited.WriteString(strconv.Quote(target))
			done = start + len(literal)
		}
	}
	clause := files.Position(file.Name.Pos()).Line
	for _, group := range file.Comments {
		comment := group.List[0]
		if place := importComment.FindStringSubmatchIndex(comment.Text); place != nil && comment.Pos() > file.Name.Pos() {
			if at := files.Position(comment.Pos()); at.Line == clause {
				replace(at.Offset+place[2], comment.Text[place[2]:place[3]])
			}
		}
	}
	for _, spec := range file.Imports {
		replace(files.Position(spec.Path.Pos()).Offset, spec.Path.Value)
	}
	edited.Write(source[done:])
	return edited.Bytes(), nil
}

// importComment is the one behind a package clause; see `go help importpath`.
var importComment = regexp.MustCompile(`^(?://|/\*)\s*import\s+("[^"]*")`)
