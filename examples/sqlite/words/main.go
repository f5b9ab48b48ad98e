// Package main is a plugin that indexes words in its own SQLite, which is newer than the host's.
package main

import (
	"database/sql"
	"fmt"
	"strings"

	_ "github.com/mattn/go-sqlite3"
)

// index is the plugin's own database. A file must not be opened by the host's SQLite and by this one: see README.md.
var index *sql.DB

func init() {
	var err error
	// The host has registered its own driver of this name; the plugin finds the one that it is linked with.
	if index, err = sql.Open("sqlite3", ":memory:"); err != nil {
		panic(err)
	}
	index.SetMaxOpenConns(1) // each connection would have its own memory
	if _, err := index.Exec("create table words (word text, note integer)"); err != nil {
		panic(err)
	}
	var version string
	if err := index.QueryRow("select sqlite_version()").Scan(&version); err != nil {
		panic(err)
	}
	fmt.Printf("plugin: SQLite %s\n", version)
}

// Add indexes the words of a note.
func Add(note int64, text string) error {
	for _, word := range strings.Fields(text) {
		if _, err := index.Exec("insert into words values (?, ?)", word, note); err != nil {
			return err
		}
	}
	return nil
}

// Find returns the numbers of the notes that contain a word. SQLite has string_agg, and `order by` in it, since 3.44.
func Find(word string) (notes string, err error) {
	err = index.QueryRow("select string_agg(note, ', ' order by note) from words where word = ?", word).Scan(&notes)
	return notes, err
}

func main() {}
