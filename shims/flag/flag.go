// Package flag is the shim for the package-level functions of flag in renamed packages: what they define is private.
// The command line stays the host's, which does not know private flags: they have their defaults until they are set.
package flag

import (
	"flag"
	"os"
	"sort"
	"time"

	next "flag"
)

// CommandLine contains what this scope has defined.
var CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError)

// Usage is flag.Usage.
var Usage = func() { next.Usage() }

func init() { CommandLine.Usage = func() { Usage() } }

// Lookup is flag.Lookup, with the flags of this scope before those of others.
func Lookup(name string) *flag.Flag {
	if found := CommandLine.Lookup(name); found != nil {
		return found
	}
	return next.Lookup(name)
}

// Set is flag.Set, with the flags of this scope before those of others.
func Set(name, value string) error {
	if CommandLine.Lookup(name) != nil {
		return CommandLine.Set(name, value)
	}
	return next.Set(name, value)
}

// Visit is flag.Visit, with the flags of this scope instead of those of others with the same name.
func Visit(visit func(*flag.Flag)) { visitBoth(CommandLine.Visit, next.Visit, visit) }

// VisitAll is flag.VisitAll, with the flags of this scope instead of those of others with the same name.
func VisitAll(visit func(*flag.Flag)) { visitBoth(CommandLine.VisitAll, next.VisitAll, visit) }

// visitBoth visits in the order of names, as flag does.
func visitBoth(own, others func(func(*flag.Flag)), visit func(*flag.Flag)) {
	var flags []*flag.Flag
	own(func(found *flag.Flag) { flags = append(flags, found) })
	others(func(found *flag.Flag) {
		if CommandLine.Lookup(found.Name) == nil {
			flags = append(flags, found)
		}
	})
	sort.Slice(flags, func(i, j int) bool { return flags[i].Name < flags[j].Name })
	for _, found := range flags {
		visit(found)
	}
}

// PrintDefaults is flag.PrintDefaults for the flags of this scope, then for those of others.
func PrintDefaults() {
	CommandLine.PrintDefaults()
	next.PrintDefaults()
}

// Parse parses the host's command line, unless the host has done so.
func Parse() {
	if !next.Parsed() {
		next.Parse()
	}
}

// Parsed reports whether the command line, or CommandLine by itself, has been parsed.
func Parsed() bool { return CommandLine.Parsed() || next.Parsed() }

// Args is flag.Args, unless CommandLine has been given separate arguments.
func Args() []string {
	if CommandLine.Parsed() {
		return CommandLine.Args()
	}
	return next.Args()
}

// NArg is the number of Args.
func NArg() int { return len(Args()) }

// Arg is one of Args, or empty.
func Arg(i int) string {
	if args := Args(); i >= 0 && i < len(args) {
		return args[i]
	}
	return ""
}

// NFlag is flag.NFlag, unless CommandLine has been given separate arguments.
func NFlag() int {
	if CommandLine.Parsed() {
		return CommandLine.NFlag()
	}
	return next.NFlag()
}

// The rest are flag's functions of the same names, for CommandLine.

func Var(value flag.Value, name string, usage string) { CommandLine.Var(value, name, usage) }

func Func(name, usage string, fn func(string) error) { CommandLine.Func(name, usage, fn) }

func Bool(name string, value bool, usage string) *bool { return CommandLine.Bool(name, value, usage) }

func BoolVar(p *bool, name string, value bool, usage string) {
	CommandLine.BoolVar(p, name, value, usage)
}

func Duration(name string, value time.Duration, usage string) *time.Duration {
	return CommandLine.Duration(name, value, usage)
}

func DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	CommandLine.DurationVar(p, name, value, usage)
}

func Float64(name string, value float64, usage string) *float64 {
	return CommandLine.Float64(name, value, usage)
}

func Float64Var(p *float64, name string, value float64, usage string) {
	CommandLine.Float64Var(p, name, value, usage)
}

func Int(name string, value int, usage string) *int { return CommandLine.Int(name, value, usage) }

func IntVar(p *int, name string, value int, usage string) {
	CommandLine.IntVar(p, name, value, usage)
}

func Int64(name string, value int64, usage string) *int64 {
	return CommandLine.Int64(name, value, usage)
}

func Int64Var(p *int64, name string, value int64, usage string) {
	CommandLine.Int64Var(p, name, value, usage)
}

func String(name string, value string, usage string) *string {
	return CommandLine.String(name, value, usage)
}

func StringVar(p *string, name string, value string, usage string) {
	CommandLine.StringVar(p, name, value, usage)
}

func Uint(name string, value uint, usage string) *uint { return CommandLine.Uint(name, value, usage) }

func UintVar(p *uint, name string, value uint, usage string) {
	CommandLine.UintVar(p, name, value, usage)
}

func Uint64(name string, value uint64, usage string) *uint64 {
	return CommandLine.Uint64(name, value, usage)
}

func Uint64Var(p *uint64, name string, value uint64, usage string) {
	CommandLine.Uint64Var(p, name, value, usage)
}
