import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
/** The go command's message for a Go version that it should run and does not have (cmd/go/internal/toolchain). */
const NOT_FETCHED =
  /download go1\.(?!.*toolchain not available)|golang\.org\/toolchain@|cannot find "go1\.[^"]*" in PATH/;

/** Whether a message of the go command is about a Go version that is not available. */
export function isMissingRelease(complaint: string): boolean {
  return NOT_FETCHED.test(complaint) || /toolchain not available/.test(complaint);
}

const CACHE_FAILED =
  'The program of a shared build cache (GOCACHEPROG) failed: check it and its server. With GOCACHEPROG unset, the same is compiled here.';

/** Advice if a go command has failed because of its GOCACHEPROG; what it prints and what go-cacher prints. */
export function adviceOnCacheProgram(complaint: string): string | undefined {
  return /GOCACHEPROG|\b[gp][eu]t\((action )?[0-9a-f]{64}/.test(complaint) ? CACHE_FAILED : undefined;
}

/** Advice for the go command's most frequent messages; the first match is used. */
const ADVICE: [RegExp, string][] = [
  [
    /go\.mod file not found|not using modules|cannot find main module|GO111MODULE=off/,
    'A plugin must be in a Go module: run `go mod init example.com/name` in its directory, then `go mod tidy`.',
  ],
  [
    /missing go\.sum entry|updates to go\.(mod|sum|work) needed|no required module provides package|is not in your go\.mod|cannot find module providing/,
    "Run `go mod tidy` in the plugin's module; gorename-plugin never edits go.mod or go.sum.",
  ],
  [
    /current directory is contained in a module that is not one of the workspace modules/,
    'Add the module to go.work (`go work use .`), or set GOWORK=off.',
  ],
  [NOT_FETCHED, 'Install that Go version, or let the go command download it from a module proxy (GOPROXY).'],
  [
    /dial tcp|no such host|connection refused|i\/o timeout|module lookup disabled by GOPROXY=off|TLS handshake|proxyconnect|403 Forbidden|407 Proxy/,
    'A module is not in the module cache and could not be fetched: run `go mod download` with network access, or check GOPROXY and GOPRIVATE.',
  ],
  [
    /inconsistent vendoring/,
    'Run `go mod vendor` again, or pass `-- -mod=mod` to read the module cache instead.',
  ],
  [
    /errors parsing |go\.(mod|work):\d+/,
    'Fix the file at that line; `go mod edit -json` shows the same error.',
  ],
  [
    /toolchain not available|requires go >= /,
    'Install that Go version, or let the go command download it with GOTOOLCHAIN=auto.',
  ],
  [
    /not supported on/,
    'Plugins are supported on linux, darwin, freebsd and android only: set GOOS and GOARCH to one of them; ' +
      '`go help buildmode` describes the other modes.',
  ],
  [/unsupported GOOS\/GOARCH pair/, 'Set GOOS and GOARCH to a pair that `go tool dist list` prints.'],
  [
    /checksum mismatch/,
    'go.sum and the module differ: compare with `go mod verify` and with the go.sum in version control.',
  ],
  [/cannot load module .* listed in go\.work/, 'Fix the use line in go.work.'],
  [/replacement directory .* does not exist/, 'Fix the replace line in go.mod or go.work.'],
  [
    /build constraints exclude all Go files/,
    'Check GOOS, GOARCH, CGO_ENABLED and -tags: none of the files is meant for them.',
  ],
  [/no (non-test )?Go files in/, "Name the directory of the plugin's main package."],
];

const AS_IT_IS =
  'The go command reports this for the unmodified sources: `go build` in that directory reports the same.';

/** The directory in which the go command ran, and the user's. */
export interface GoPlace {
  goCwd: string;
  /** The user's directory, which paths in messages start from; by default the same. */
  cwd?: string;
  /** Whether the go command received a copy of go.mod or go.work instead of the user's. */
  copy?: FileCopy | undefined;
}

/** Both absolute. */
export interface FileCopy {
  path: string;
  original: string;
}

/**
 * Turns the go command's failure into a UserError: the go command's message, with paths relative to the user's
 * directory, and advice.
 * @param stderr - as printed.
 */
export function explainGoFailure(stderr: string, { goCwd, cwd = goCwd, copy }: GoPlace): UserError {
  let complaint = withoutDownloads(stderr).trim();
  if (copy !== undefined) {
    for (const form of [(path: string) => relative(goCwd, path), resolve]) {
      complaint = complaint.replaceAll(form(copy.path), form(copy.original));
    }
  }
  const text = relocatePaths(complaint, (path) => {
    const file = resolve(goCwd, path);
    return existsSync(file) ? shortPath(file, cwd) : undefined;
  });
  const advice =
    adviceOnCacheProgram(text) ?? ADVICE.find(([pattern]) => pattern.test(text))?.[1] ?? AS_IT_IS;
  return new UserError(text === '' ? 'the go command failed without a message' : text, advice);
}

/** What the go command prints, without the lines about downloads of modules and Go versions. */
export function withoutDownloads(text: string): string {
  return text.replace(/^go: (downloading|finding|found) .*(\n|$)/gm, '');
}

const FILE = /[^\n:]+\.(?:go|mod|work|sum|s|S|c|cc|cpp|cxx|h|hh|hpp|m|mm|f90?|syso|swig|swigcxx)(?=:)/g;

/**
 * Applies `change` to every file name before a colon in a message of the go command (or of a compiler that it runs).
 * @param change - returns undefined for text that is not a path. Paths may contain spaces, and words may come before them
 *   (`In file included from x.h:3`), so it is called with each tail of the text until it knows one.
 */
export function relocatePaths(text: string, change: (path: string) => string | undefined): string {
  return text.replace(FILE, (words) => {
    for (const { index } of words.matchAll(/(?<=^|[\s(])[^\s(]/g)) {
      const changed = change(words.slice(index));
      if (changed !== undefined) return words.slice(0, index) + changed;
    }
    return words;
  });
}
