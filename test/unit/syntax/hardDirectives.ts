/** Directives in all the places where they count and where they do not. */
export const hardDirectives = `\ufeff//go:linkname first
package p

import _ "unsafe"

//go:linkname local example.com/é/module.Target
//go:linkname\tlocal tab.Target
//go:linkname  spaced \t example.com/module.(*T).method\u0020
//go:linknamex local no.Target
// go:linkname local no.Target
//go:linkname
//go:linkname too many.fields here
var x int //go:linkname local misplaced.Target
/*
//go:linkname local comment.Target
*/
/* c */ //go:linkname local behind.Target
	//go:linkname é indented.Target
var raw = \`
//go:linkname local raw.Target
\`
var quoted, r = "\\"//go:linkname local string.Target", '"' //go:linkname local rune.Target
//go:linkname crlf example.com/gopkg.in/yaml%2ev3.Target\r

//go:embed a.txt b/*.html "c d" \`e f\` "\\x67"
//go:embed "unterminated
//go:embed "a"b
//go:embed
//go:embedx y
	//go:embed all:é
var files string

func f[T any]() {
	for range 10 {
		//go:linkname inside inside.Target
	}
}

type A[T any] = []T
//go:linkname last last.Target`;
