import { resolve } from 'node:path';
import { shortPath } from '../model/shortPath.js';
import { CannotDo } from '../model/finding.js';

/** What to do about the go command's most frequent complaints; the first that matches is used. */
const ADVICE: [RegExp, string][] = [
  [
    /go\.mod file not found|not using modules|cannot find main module|GO111MODULE=off/,
    'A plugin must lie in a Go module: run `go mod init example.com/name` in its directory, then `go mod tidy`.',
  ],
  [
    /missing go\.sum entry|updates to go\.(mod|sum|work) needed|no required module provides package|is not in your go\.mod|cannot find module providing/,
    "Run `go mod tidy` in the plugin's module; gorename-plugin never edits go.mod or go.sum.",
  ],
  [
    /current directory is contained in a module that is not one of the workspace modules/,
    'Add the module to go.work (`go work use .`), or set GOWORK=off.',
  ],
  [
    /dial tcp|no such host|connection refused|i\/o timeout|module lookup disabled by GOPROXY=off|TLS handshake|proxyconnect|403 Forbidden|407 Proxy/,
    'A module is not in the module cache and could not be fetched: run `go mod download` where the network is reachable, or check GOPROXY and GOPRIVATE.',
  ],
  [
    /inconsistent vendoring/,
    'Run `go mod vendor` again, or pass `-- -mod=mod` to read the module cache instead.',
  ],
  [
    /errors parsing .*go\.(mod|work)|go\.(mod|work):\d+/,
    'Correct the file at the line named; `go mod edit -json` reads it the same way.',
  ],
  [
    /toolchain not available|requires go >= /,
    'Install that Go release, or let the go command fetch it with GOTOOLCHAIN=auto.',
  ],
  [/not supported on/, 'Plugins exist on linux, darwin, freebsd and android only; see `go help buildmode`.'],
  [
    /build constraints exclude all Go files/,
    'Check GOOS, GOARCH, CGO_ENABLED and -tags: none of the files is meant for them.',
  ],
  [/no Go files in/, "Name the directory of the plugin's main package."],
];

/**
 * Turns the go command's failure into one of ours: its own words, with the paths as seen from where the user
 * stands, and what to do. @param stderr as printed; @param goCwd where go ran; @param cwd the user's directory.
 */
export function explainGoFailure(stderr: string, goCwd: string, cwd: string = goCwd): CannotDo {
  const text = relocatePaths(stderr.trim(), (path) => shortPath(resolve(goCwd, path), cwd));
  const advice = ADVICE.find(([pattern]) => pattern.test(text))?.[1];
  return new CannotDo(text === '' ? 'the go command failed without a message' : text, advice);
}

/** Applies `change` to every `file.ext:line` path in a message of the go command. */
export function relocatePaths(text: string, change: (path: string) => string): string {
  return text.replace(
    /(^|[\s(])((?:\.{0,2}\/)?[^\s:()]+\.(?:go|mod|work|sum|s|S|c|cc|cpp|cxx|h|hh|hpp|m|mm|f90?|syso|swig))(?=:\d+)/gm,
    (_, before: string, path: string) => before + change(path),
  );
}
