package main

import (
	"go/ast"
	"go/token"
)

// declarations are what the files of one package declare.
type declarations struct {
	files []*sourceFile
	all   []*declaration
	// named are the declarations by name; methods by that of their type.
	named map[string][]*declaration
}

type sourceFile struct {
	file *ast.File
	// imports are specs by the name that the file uses for them; dots are those that are imported with a dot.
	imports map[string]*ast.ImportSpec
	dots    []*ast.ImportSpec
	used    map[*ast.ImportSpec]bool
}

// declaration is the smallest part of a file that can be left out: a function, or one spec of a group of types or
// variables. Constants stay together, because one may repeat the expression of the one before it.
type declaration struct {
	in   *sourceFile
	decl ast.Decl
	// spec is nil for functions and constants.
	spec   ast.Spec
	needed bool
}

func (r *reach) readDeclarations(importPath string) *declarations {
	d := &declarations{named: map[string][]*declaration{}}
	aliases := map[string]string{}
	for _, file := range r.l.files[importPath] {
		in := &sourceFile{file: file, imports: map[string]*ast.ImportSpec{}, used: map[*ast.ImportSpec]bool{}}
		for _, spec := range file.Imports {
			if name := r.l.nameOf(importPath, spec); name == "." {
				in.dots = append(in.dots, spec)
			} else {
				in.imports[name] = spec
			}
		}
		d.files = append(d.files, in)
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				d.add(&declaration{in: in, decl: decl}, nameOfFunc(decl))
			case *ast.GenDecl:
				d.addGroup(in, decl, aliases)
			}
		}
	}
	// Methods may be declared on an alias of their type.
	for alias := range aliases {
		of := alias
		for n := 0; aliases[of] != "" && n <= len(aliases); n++ {
			of = aliases[of]
		}
		d.named[of] = append(d.named[of], d.named[alias]...)
	}
	return d
}

func (d *declarations) add(one *declaration, names ...string) {
	d.all = append(d.all, one)
	for _, name := range names {
		d.named[name] = append(d.named[name], one)
	}
}

// addGroup adds the specs of a group, and notes which of them are aliases.
func (d *declarations) addGroup(in *sourceFile, group *ast.GenDecl, aliases map[string]string) {
	constants := []string{}
	for _, spec := range group.Specs {
		one := &declaration{in: in, decl: group, spec: spec}
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			d.add(one, spec.Name.Name)
			if spec.Assign.IsValid() {
				aliases[spec.Name.Name] = baseName(spec.Type)
			}
		case *ast.ValueSpec:
			names := []string{}
			for _, name := range spec.Names {
				names = append(names, name.Name)
			}
			if group.Tok == token.CONST {
				constants = append(constants, names...)
			} else {
				d.add(one, names...)
			}
		}
	}
	if group.Tok == token.CONST {
		d.add(&declaration{in: in, decl: group}, constants...)
	}
}

// nameOfFunc is the name of a function; of a method, that of its type.
func nameOfFunc(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	return baseName(f.Recv.List[0].Type)
}

// baseName is the name in `T`, `*T`, `T[P]`; empty for other types.
func baseName(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		return baseName(star.X)
	}
	if id := nameIn(e); id != nil {
		return id.Name
	}
	return ""
}

// needed are the files without what is not needed.
func (d *declarations) needed() []*ast.File {
	needed := map[ast.Node]bool{}
	for _, one := range d.all {
		if one.needed {
			needed[one.decl] = true
			needed[one.spec] = true
		}
	}
	files := []*ast.File{}
	for _, in := range d.files {
		decls := []ast.Decl{}
		for _, decl := range in.file.Decls {
			group, ok := decl.(*ast.GenDecl)
			if ok && group.Tok != token.CONST {
				group = in.neededSpecs(group, needed)
				if len(group.Specs) > 0 {
					decls = append(decls, group)
				}
			} else if needed[decl] {
				decls = append(decls, decl)
			}
		}
		in.file.Decls = decls
		files = append(files, in.file)
	}
	return files
}

func (in *sourceFile) neededSpecs(group *ast.GenDecl, needed map[ast.Node]bool) *ast.GenDecl {
	some := *group
	some.Specs = nil
	for _, spec := range group.Specs {
		if i, ok := spec.(*ast.ImportSpec); needed[spec] || ok && in.used[i] {
			some.Specs = append(some.Specs, spec)
		}
	}
	return &some
}
