// Package main is a plugin with the driver that is also built into the app, in a newer version.
package main

import (
	"database/sql"

	_ "github.com/proullon/ramsql/driver"
)

// Open returns a database in memory with two books.
func Open(source string) (*sql.DB, error) {
	// The app has a driver of this name too. A plugin finds the one that it is linked with.
	db, err := sql.Open("ramsql", source)
	if err != nil {
		return nil, err
	}
	for _, statement := range []string{
		"create table books (title text, year int)",
		"insert into books (title, year) values ('The Go Programming Language', 2015)",
		"insert into books (title, year) values ('The Practice of Programming', 1999)",
	} {
		if _, err := db.Exec(statement); err != nil {
			return nil, err
		}
	}
	return db, nil
}

func main() {}
