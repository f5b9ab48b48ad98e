package main

import (
	"go/types"
	"regexp"
	"strings"
)

// findMutators repeats until no method is added: a method may change its receiver by another one.
func (c *changer) findMutators() {
	c.mutators = map[*types.Func]bool{}
	c.implementing = map[*types.Named]bool{}
	for more := true; more; {
		more = false
		c.ofInterface = map[*types.Func]mutation{}
		for f, d := range c.state.functions {
			named := receiverOf(f)
			if _, known := c.mutators[f]; known || named == nil || !isChange(f) || decodes(f) {
				continue
			}
			if m := c.ofReceiver(d); m.changes {
				c.mutators[f] = m.registers
				c.implementing[named] = true
				more = true
			}
		}
	}
}

// isChange reports whether a function has the form of a setter or a registration, or the name of one. Writing to a log or
// a file is what these are there for.
func isChange(f *types.Func) bool {
	if isRegistering(f) {
		return true
	}
	return changesFromOutside(f) && !isOutput(f)
}

var outputs = regexp.MustCompile(`^(?i)(print|fatal|panic|exit|msg|output|(safe)?write)`)

func isOutput(f *types.Func) bool {
	return takesAnything(f.Type().(*types.Signature)) || outputs.MatchString(f.Name())
}

// takesAnything reports whether a function has the parameter `...interface{}`, as those that print have.
func takesAnything(signature *types.Signature) bool {
	if !signature.Variadic() {
		return false
	}
	last := signature.Params().At(signature.Params().Len() - 1).Type().(*types.Slice)
	i, ok := last.Elem().Underlying().(*types.Interface)
	return ok && i.NumMethods() == 0
}

func isRegistering(f *types.Func) bool {
	return strings.HasPrefix(strings.TrimPrefix(f.Name(), "Must"), "Register")
}

func (c *changer) ofReceiver(d *function) (m mutation) {
	receiver := d.sharedReceiver()
	if receiver == nil {
		return m
	}
	c.eachChange(d, func(v *types.Var, whole, registers bool) {
		if v == receiver && !whole {
			m.changes, m.registers = true, m.registers || registers
		}
	})
	return m
}

// mutates reports what a method does to what it is called on; of an interface, what one of its implementations does.
func (c *changer) mutates(f *types.Func) mutation {
	f = originOf(f)
	if registers, ok := c.mutators[f]; ok {
		return mutation{true, registers}
	}
	recv := f.Type().(*types.Signature).Recv()
	if recv == nil {
		return mutation{}
	}
	if pkg := f.Pkg(); pkg != nil && (pkg.Path() == "sync" || pkg.Path() == "sync/atomic" || pkg.Path() == "container/list") {
		adds := pkg.Path() == "container/list" || f.Name() == "LoadOrStore" || f.Name() == "Store" && pkg.Path() == "sync"
		return mutation{storing[f.Name()], storing[f.Name()] && adds}
	}
	i, ok := recv.Type().Underlying().(*types.Interface)
	if !ok {
		return mutation{}
	}
	if known, ok := c.ofInterface[f]; ok {
		return known
	}
	found := mutation{}
	for named := range c.implementing {
		if named.TypeParams().Len() > 0 || !types.Implements(types.NewPointer(named), i) {
			continue
		}
		method, _, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, f.Pkg(), f.Name())
		if implementation, ok := method.(*types.Func); ok {
			if registers, ok := c.mutators[originOf(implementation)]; ok {
				found.changes, found.registers = true, found.registers || registers
			}
		}
	}
	c.ofInterface[f] = found
	return found
}
