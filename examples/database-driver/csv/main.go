// Package main is a plugin with a driver that reads the CSV files of a directory as tables.
package main

import (
	"database/sql"

	_ "github.com/mithrandie/csvq-driver"
)

// Open opens a directory.
func Open(source string) (*sql.DB, error) {
	return sql.Open("csvq", source)
}

func main() {}
