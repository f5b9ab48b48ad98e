// Command host keeps notes in SQLite, and lets a plugin index their words.
//
//	host PLUGIN.so WORD
//
// The plugin exports
//
//	func Add(note int64, text string) error
//	func Find(word string) (notes string, err error)
package main

import (
	"database/sql"
	"fmt"
	"log"
	"os"
	"plugin"

	_ "github.com/mattn/go-sqlite3"
)

var texts = []string{"buy milk", "read the manual", "buy the manual"}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: host PLUGIN.so WORD")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(file, word string) error {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection would have its own memory
	if _, err := db.Exec("create table notes (id integer primary key, text text)"); err != nil {
		return err
	}
	if err := showVersion(db); err != nil {
		return err
	}

	add, find, err := open(file)
	if err != nil {
		return err
	}
	for _, text := range texts {
		result, err := db.Exec("insert into notes (text) values (?)", text)
		if err != nil {
			return err
		}
		id, err := result.LastInsertId()
		if err != nil {
			return err
		}
		if err := add(id, text); err != nil {
			return err
		}
	}
	notes, err := find(word)
	if err != nil {
		return err
	}
	fmt.Printf("plugin: %q is in notes %s\n", word, notes)
	return showVersion(db)
}

// showVersion shows that the host's SQLite answers the host, also after a plugin was loaded.
func showVersion(db *sql.DB) error {
	var version string
	var notes int
	err := db.QueryRow("select sqlite_version(), (select count(*) from notes)").Scan(&version, &notes)
	if err == nil {
		fmt.Printf("host:   SQLite %s, %d notes\n", version, notes)
	}
	return err
}

// open opens the plugin and returns its functions.
func open(file string) (add func(int64, string) error, find func(string) (string, error), err error) {
	opened, err := plugin.Open(file)
	if err != nil {
		return nil, nil, err
	}
	symbol, err := opened.Lookup("Add")
	if err != nil {
		return nil, nil, err
	}
	add, ok := symbol.(func(int64, string) error)
	if !ok {
		return nil, nil, fmt.Errorf("%s: Add is a %T", file, symbol)
	}
	if symbol, err = opened.Lookup("Find"); err != nil {
		return nil, nil, err
	}
	find, ok = symbol.(func(string) (string, error))
	if !ok {
		return nil, nil, fmt.Errorf("%s: Find is a %T", file, symbol)
	}
	return add, find, nil
}
