#!/bin/sh
# Installs gorename-plugin from the files of a release: one executable for each kind of machine, and checksums.txt.
#
#   sh install.sh --from ADDRESS [--to DIR] [--version V] [--sha256 HEX]
#
# The file is installed only if its SHA-256 is the one of checksums.txt and of --sha256, and if it runs on this machine.
# An installed version stays as it is until then. Exit codes: 0 installed, 1 not installed, 2 wrong use.
set -eu
umask 022

NAME=gorename-plugin

usage() {
	cat <<-EOF
		Usage: sh install.sh --from ADDRESS [--to DIR] [--version V] [--sha256 HEX]

		  --from ADDRESS  where the files of a release and their checksums.txt are: https://..., or a directory.
		                  http:// is accepted with --sha256
		  --to DIR        directory for the program (default: /usr/local/bin)
		  --version V     only this version, for example 0.1.0 (needed if checksums.txt names several)
		  --sha256 HEX    the file must have this SHA-256: a pinned file cannot be replaced, even with its checksums.txt
	EOF
}

fail() {
	printf 'install.sh: %s\n' "$1" >&2
	[ $# -lt 2 ] || printf '%s\n' "$2" >&2
	exit "${3:-1}"
}

misuse() {
	fail "$1" 'Run it with --help to see its options.' 2
}

from='' to=/usr/local/bin version='' sha256=''
while [ $# -gt 0 ]; do
	case $1 in
	-h | --help)
		usage
		exit 0
		;;
	--from | --to | --version | --sha256)
		[ $# -ge 2 ] && [ -n "$2" ] || misuse "$1 needs a value"
		case $1 in
		--from) from=$2 ;;
		--to) to=$2 ;;
		--version) version=${2#v} ;;
		--sha256) sha256=$2 ;;
		esac
		shift 2
		;;
	*) misuse "unknown argument $1" ;;
	esac
done
[ -n "$from" ] || misuse 'missing --from: the address of a release'
case $version in *[!0-9A-Za-z.+-]*) misuse "--version $version: not a version" ;; esac
if [ -n "$sha256" ]; then
	sha256=$(printf %s "$sha256" | tr A-F a-f)
	case $sha256 in *[!0-9a-f]*) misuse "--sha256 $sha256: not a SHA-256" ;; esac
	[ ${#sha256} -eq 64 ] || misuse "--sha256 $sha256: not a SHA-256 (64 hex digits)"
fi
case $from in
https://*) ;;
http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
http://*) [ -n "$sha256" ] || misuse "$from: without https, anyone on the way can replace the file; add --sha256" ;;
*://*) misuse "$from: the address must begin with https://" ;;
*) [ -d "$from" ] || misuse "$from: no such directory" ;;
esac
from=${from%/}
case $from in *://* | /*) ;; *) from=$PWD/$from ;; esac
case $to in /*) ;; *) to=$PWD/$to ;; esac

# The ending of the file for this machine, in Go's words: linux_amd64, linux_arm64_musl, darwin_arm64.
target() {
	machine=$(uname -m)
	case $machine in
	x86_64 | amd64) arch=amd64 ;;
	aarch64 | arm64) arch=arm64 ;;
	*) fail "no executable for $machine" 'Install the npm package: npm install --global gorename-plugin' ;;
	esac
	case $(uname -s) in
	Linux)
		[ "$(getconf LONG_BIT 2>/dev/null || echo 64)" = 64 ] ||
			fail 'no executable for a 32-bit system' 'Install the npm package: npm install --global gorename-plugin'
		if uses_musl; then echo "linux_${arch}_musl"; else echo "linux_$arch"; fi
		;;
	Darwin) echo "darwin_$arch" ;;
	*) fail "no executable for $(uname -s)" 'Plugins exist on Linux, macOS and FreeBSD only.' ;;
	esac
}

# glibc answers GNU_LIBC_VERSION, also if musl's loader is installed beside it.
uses_musl() {
	if getconf GNU_LIBC_VERSION >/dev/null 2>&1; then return 1; fi
	for loader in /lib/ld-musl-*; do
		[ ! -e "$loader" ] || return 0
	done
	return 1
}

# fetch FILE DESTINATION: copies or downloads a file of the release.
fetch() {
	case $from in
	*://*) ;;
	*)
		cp -- "$from/$1" "$2" 2>/dev/null || fail "$from/$1 cannot be read" "$ADVICE"
		return
		;;
	esac
	if command -v curl >/dev/null 2>&1; then
		curl --fail --silent --show-error --location --proto-redir =https --retry 2 --connect-timeout 30 \
			--speed-limit 1 --speed-time 60 --output "$2" "$from/$1" || fail "cannot download $from/$1" "$ADVICE"
	elif command -v wget >/dev/null 2>&1; then
		case $from,$sha256,$(wget --help 2>&1) in
		https:*,,*BusyBox*)
			fail 'the wget of BusyBox may not check certificates' 'Add --sha256, or install curl.'
			;;
		esac
		# Without -T, of which the BusyBox of Debian 12 crashes.
		wget -q -O "$2" "$from/$1" || fail "cannot download $from/$1" "$ADVICE"
	else
		fail 'neither curl nor wget is installed' 'Install one of them, or pass a directory with the files to --from.'
	fi
}
ADVICE='Check --from: the address must hold checksums.txt and the files that it names.'

sha256_of() {
	if command -v sha256sum >/dev/null 2>&1; then
		sum=$(sha256sum <"$1")
	elif command -v shasum >/dev/null 2>&1; then
		sum=$(shasum -a 256 <"$1")
	else
		fail 'neither sha256sum nor shasum is installed' 'Without one, the file cannot be verified. Install coreutils.'
	fi
	printf '%s\n' "${sum%% *}"
}

target=$(target)
mkdir -p -- "$to" 2>/dev/null || fail "cannot make the directory $to" 'Choose another with --to, or run as root.'
# In the same directory, so that the finished file replaces an old one in one step.
scratch=$(mktemp -d "$to/.$NAME-install.XXXXXX" 2>/dev/null) ||
	fail "cannot write to $to" 'Choose another directory with --to, or run as root.'
trap 'rm -rf -- "$scratch"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fetch checksums.txt "$scratch/checksums.txt"
# "HASH  NAME"; a * before the name is sha256sum's mark of binary mode.
found=$(
	LC_ALL=C awk -v target="$target" -v version="$version" -v name="$NAME" '
		{ sub(/\r$/, ""); file = $2; sub(/^\*/, "", file) }
		NF != 2 || $1 !~ /^[0-9a-f]+$/ || length($1) != 64 || file !~ /^[0-9A-Za-z._+-]+$/ { next }
		{
			start = name "_"; end = "_" target
			middle = length(file) - length(start) - length(end)
			if (middle < 1 || substr(file, 1, length(start)) != start) next
			if (substr(file, length(file) - length(end) + 1) != end) next
			found = substr(file, length(start) + 1, middle)
			if (found !~ /_/ && (version == "" || version == found)) print $1, file
		}
	' "$scratch/checksums.txt"
)
named=${NAME}_${version:-VERSION}_$target
[ -n "$found" ] || fail "checksums.txt of $from has no $named" 'Check --version. Other machines: install the npm package.'
[ "$(printf '%s\n' "$found" | wc -l)" -eq 1 ] ||
	fail "checksums.txt of $from names several files for this machine" 'Choose one with --version.'
expected=${found%% *}
file=${found#* }
[ -z "$sha256" ] || [ "$sha256" = "$expected" ] ||
	fail "$file has another SHA-256 than --sha256" "checksums.txt: $expected
--sha256:      $sha256"

fetch "$file" "$scratch/$NAME"
actual=$(sha256_of "$scratch/$NAME")
[ "$actual" = "$expected" ] ||
	fail "$file is damaged or was replaced: it has another SHA-256 than checksums.txt says" "expected: $expected
found:    $actual"

chmod 755 "$scratch/$NAME"
says=$("$scratch/$NAME" --version 2>&1) || fail "$file does not run on this machine" "$says"
[ ! -d "$to/$NAME" ] || fail "$to/$NAME is a directory" 'Choose another place with --to.'
mv -f -- "$scratch/$NAME" "$to/$NAME"
printf 'installed %s %s\n' "$to/$NAME" "$says"
case :$PATH: in
*":$to:"*) ;;
*) printf 'Add %s to PATH.\n' "$to" ;;
esac
