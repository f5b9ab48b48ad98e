// Command app prints books from a database, whose driver is chosen when it starts.
//
//	app [-driver PLUGIN.so] [-source SOURCE]
//
// Without -driver it uses the driver ramsql that is built in. A plugin exports
//
//	func Open(source string) (*sql.DB, error)
package main

import (
	"database/sql"
	"flag"
	"fmt"
	"log"
	"plugin"
	"strings"

	_ "github.com/proullon/ramsql/driver"
)

func main() {
	file := flag.String("driver", "", "plugin with a driver")
	source := flag.String("source", "books", "data source, in the driver's own notation")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*file, *source); err != nil {
		log.Fatal(err)
	}
}

func run(file, source string) error {
	open, err := opener(file)
	if err != nil {
		return err
	}
	db, err := open(source)
	if err != nil {
		return err
	}
	defer db.Close()
	fmt.Printf("driver: %T\n", db.Driver())

	rows, err := db.Query("select title, year from books order by year")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var title string
		var year int
		if err := rows.Scan(&title, &year); err != nil {
			return err
		}
		fmt.Printf("%d %s\n", year, title)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	fmt.Println("drivers of this process:", strings.Join(sql.Drivers(), ", "))
	return nil
}

// opener returns the function Open of the plugin, or one that uses the driver that is built in.
func opener(file string) (func(source string) (*sql.DB, error), error) {
	if file == "" {
		return openBuiltIn, nil
	}
	opened, err := plugin.Open(file)
	if err != nil {
		return nil, err
	}
	symbol, err := opened.Lookup("Open")
	if err != nil {
		return nil, err
	}
	open, ok := symbol.(func(source string) (*sql.DB, error))
	if !ok {
		return nil, fmt.Errorf("%s: Open is a %T", file, symbol)
	}
	return open, nil
}

func openBuiltIn(source string) (*sql.DB, error) {
	db, err := sql.Open("ramsql", source)
	if err != nil {
		return nil, err
	}
	for _, statement := range []string{
		"create table books (title text, year int)",
		"insert into books (title, year) values ('The C Programming Language', 1978)",
	} {
		if _, err := db.Exec(statement); err != nil {
			return nil, err
		}
	}
	return db, nil
}
