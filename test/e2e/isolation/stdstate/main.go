// Command stdstate lists what the standard library of this Go release keeps for the whole process behind exported
// names: variables, and functions that write package-level state. One line each, `import/path.Name`.
//
// A function writes a variable that it assigns to (or to a part of it), deletes from, stores in atomically or in a
// sync.Map, or that it calls a method of whose receiver is written so; and what the functions of its package that it
// calls write. What other packages do is theirs.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

func main() {
	log.SetFlags(0)
	list := exec.Command("go", "list", "-export", "-json=ImportPath,Dir,Export,GoFiles", "std")
	list.Env = append(os.Environ(), "CGO_ENABLED=0")
	list.Stderr = os.Stderr
	output, err := list.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	if err := list.Start(); err != nil {
		log.Fatal(err)
	}
	packages := map[string]listed{}
	for decoder := json.NewDecoder(output); ; {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			log.Fatal(err)
		}
		packages[one.ImportPath] = one
	}
	if err := list.Wait(); err != nil {
		log.Fatal(err)
	}

	files := token.NewFileSet()
	exports := importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) {
		one, ok := packages[path]
		if !ok {
			one = packages["vendor/"+path]
		}
		return os.Open(one.Export)
	})
	var found []string
	for path, one := range packages {
		if path == "unsafe" || path == "builtin" || isInternal(path) {
			continue
		}
		for _, name := range stateOf(files, exports, one) {
			found = append(found, path+"."+name)
		}
	}
	sort.Strings(found)
	fmt.Println(strings.Join(found, "\n"))
}

func isInternal(path string) bool {
	for _, element := range strings.Split(path, "/") {
		if element == "internal" || element == "vendor" {
			return true
		}
	}
	return false
}

// function is what is known of one function or method.
type function struct {
	writes   map[*types.Var]bool
	receiver *types.Var
	calls    []call
}

// call is a call within the package; root is the variable that the receiver is, or is a part of.
type call struct {
	callee *types.Func
	root   *types.Var
}

func stateOf(files *token.FileSet, exports types.Importer, one listed) []string {
	var parsed []*ast.File
	for _, name := range one.GoFiles {
		file, err := parser.ParseFile(files, filepath.Join(one.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			log.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: exports, FakeImportC: true}
	pkg, err := config.Check(one.ImportPath, files, parsed, info)
	if err != nil {
		log.Fatal(one.ImportPath, ": ", err)
	}

	functions := map[*types.Func]*function{}
	for _, file := range parsed {
		for _, declaration := range file.Decls {
			if declared, ok := declaration.(*ast.FuncDecl); ok && declared.Body != nil {
				functions[info.Defs[declared.Name].(*types.Func)] = summarise(info, declared)
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, caller := range functions {
			for _, call := range caller.calls {
				callee, ok := functions[call.callee.Origin()]
				if !ok {
					continue
				}
				for written := range callee.writes {
					if written == callee.receiver {
						written = call.root
					}
					if written != nil && isState(pkg, caller, written) && !caller.writes[written] {
						caller.writes[written] = true
						changed = true
					}
				}
			}
		}
	}

	var names []string
	for _, name := range pkg.Scope().Names() {
		object := pkg.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		switch object := object.(type) {
		case *types.Var:
			if !isError(object.Type()) {
				names = append(names, name)
			}
		case *types.Func:
			if function, ok := functions[object]; ok && len(function.writes) > 0 {
				names = append(names, name)
			}
		}
	}
	return names
}

// isState tells package-level variables and the caller's own receiver.
func isState(pkg *types.Package, caller *function, v *types.Var) bool {
	return v == caller.receiver || v.Parent() == pkg.Scope()
}

// isError tells sentinel errors, which nobody assigns to.
func isError(t types.Type) bool {
	return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

func summarise(info *types.Info, declared *ast.FuncDecl) *function {
	result := &function{writes: map[*types.Var]bool{}}
	if declared.Recv != nil && len(declared.Recv.List[0].Names) > 0 {
		result.receiver, _ = info.Defs[declared.Recv.List[0].Names[0]].(*types.Var)
	}
	pkg := info.Defs[declared.Name].Pkg()
	root := func(expression ast.Expr) *types.Var {
		if v := rootOf(info, expression); v != nil && isState(pkg, result, v) {
			return v
		}
		return nil
	}
	write := func(expression ast.Expr) {
		v := root(expression)
		// Assigning to a receiver itself changes a copy of the pointer only.
		if identifier, ok := expression.(*ast.Ident); ok && v == result.receiver && identifier != nil {
			return
		}
		if v != nil {
			result.writes[v] = true
		}
	}
	ast.Inspect(declared.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			if node.Tok != token.DEFINE {
				for _, left := range node.Lhs {
					write(left)
				}
			}
		case *ast.IncDecStmt:
			write(node.X)
		case *ast.CallExpr:
			switch called := ast.Unparen(node.Fun).(type) {
			case *ast.Ident:
				switch callee := info.Uses[called].(type) {
				case *types.Builtin:
					if callee.Name() == "delete" || callee.Name() == "clear" {
						write(node.Args[0])
					}
				case *types.Func:
					result.calls = append(result.calls, call{callee: callee})
				}
			case *ast.SelectorExpr:
				callee, ok := info.Uses[called.Sel].(*types.Func)
				if !ok {
					break
				}
				if callee.Pkg() == pkg {
					result.calls = append(result.calls, call{callee, root(called.X)})
				} else if stores(callee) {
					target := called.X
					if callee.Type().(*types.Signature).Recv() == nil {
						target = node.Args[0]
					}
					if v := root(target); v != nil {
						result.writes[v] = true
					}
				}
			}
		}
		return true
	})
	return result
}

// stores tells the functions and methods of sync and sync/atomic that change their operand for good.
func stores(callee *types.Func) bool {
	if callee.Pkg() == nil || !strings.Contains("sync sync/atomic internal/sync internal/runtime/atomic", callee.Pkg().Path()) {
		return false
	}
	for _, verb := range []string{"Store", "Swap", "CompareAnd", "Add", "LoadOrStore", "LoadAndDelete", "Delete"} {
		if strings.HasPrefix(callee.Name(), verb) {
			return true
		}
	}
	return false
}

// rootOf is the variable that an expression is, or is a part of.
func rootOf(info *types.Info, expression ast.Expr) *types.Var {
	for {
		switch e := expression.(type) {
		case *ast.Ident:
			v, _ := info.Uses[e].(*types.Var)
			return v
		case *ast.ParenExpr:
			expression = e.X
		case *ast.StarExpr:
			expression = e.X
		case *ast.UnaryExpr:
			expression = e.X
		case *ast.IndexExpr:
			expression = e.X
		case *ast.SelectorExpr:
			if v, ok := info.Uses[e.Sel].(*types.Var); ok && !v.IsField() {
				return v
			}
			expression = e.X
		default:
			return nil
		}
	}
}
