// Command goproxy makes a module proxy, as GOPROXY=file:// reads it, of plain directories.
//
//	goproxy MODULES PROXY
//
// Every directory PATH@VERSION below MODULES is one version of one module. A module without a go.mod gets the one
// that real proxies make up.
package main

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	modules, proxy := os.Args[1], os.Args[2]
	err := filepath.WalkDir(modules, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.Contains(entry.Name(), "@") {
			return err
		}
		name, err := filepath.Rel(modules, dir)
		if err != nil {
			return err
		}
		path, version, _ := strings.Cut(filepath.ToSlash(name), "@")
		if err := addVersion(filepath.Join(proxy, escape(path), "@v"), dir, path, version); err != nil {
			return err
		}
		return fs.SkipDir
	})
	if err != nil {
		log.Fatal(err)
	}
}

// escape spells capital letters as golang.org/x/mod/module.EscapePath.
func escape(path string) string {
	capital := regexp.MustCompile("[A-Z]")
	return capital.ReplaceAllStringFunc(path, func(letter string) string { return "!" + strings.ToLower(letter) })
}

func addVersion(to, dir, path, version string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	goMod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if os.IsNotExist(err) {
		goMod, err = []byte("module "+path+"\n"), nil
	}
	if err != nil {
		return err
	}
	info := fmt.Sprintf(`{"Version":%q}`, version)
	if err := os.WriteFile(filepath.Join(to, version+".info"), []byte(info), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, version+".mod"), goMod, 0o644); err != nil {
		return err
	}
	list, err := os.OpenFile(filepath.Join(to, "list"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer list.Close()
	if _, err := fmt.Fprintln(list, version); err != nil {
		return err
	}
	return writeZip(filepath.Join(to, version+".zip"), dir, path+"@"+version)
}

func writeZip(file, dir, prefix string) error {
	output, err := os.Create(file)
	if err != nil {
		return err
	}
	defer output.Close()
	archive := zip.NewWriter(output)
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inner, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		writer, err := archive.Create(prefix + "/" + filepath.ToSlash(inner))
		if err == nil {
			_, err = writer.Write(content)
		}
		return err
	})
	if err != nil {
		return err
	}
	return archive.Close()
}
