#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Gets strongSwan's header files: headers.sh VERSION DIRECTORY, for example 5.9.8. They come out of
# Debian's source package by way of the package mirrors that this machine uses already; nothing of
# the system's package lists is touched. Leaves DIRECTORY/src/{libstrongswan,libcharon}, whole or
# not at all. Exit status 3: no mirror has the source.
set -eu
version=$1
target=$2

# Of the source tarball as its authors published it, which Debian ships unchanged. Of another
# version only apt checks it, against the distribution's signature.
case $version in
    5.9.8) checksum=d3303a43c0bd7b75a12b64855e8edcb53696f06190364f26d1533bde1f2e453c ;;
    *) checksum= ;;
esac

mkdir -p "$(dirname "$target")"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$work/lists" "$work/cache" "$work/parts" "$work/tree"

# "SUITE URI [KEY]" of every package source, out of both of apt's formats.
system_sources() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        sed -nE 's/^\s*deb(-src)?\s+(\[[^]]*\]\s+)?(\S+)\s+(\S+).*/\4 \3 \2/p'
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] || continue
        sed '/^#/d' "$file" | awk -v RS= -F '\n' '{
            uris = suites = key = ""
            for (i = 1; i <= NF; i++) {
                value = $i
                sub(/^[^:]*:[ \t]*/, "", value)
                if ($i ~ /^URIs:/) uris = value
                if ($i ~ /^Suites:/) suites = value
                if ($i ~ /^Signed-By:[ \t]*\//) key = "[signed-by=" value "]"
            }
            n = split(suites, s, /[ \t]+/)
            m = split(uris, u, /[ \t]+/)
            for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print s[i], u[j], key
        }'
    done
}

# shellcheck source=/dev/null
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
system_sources | while read -r name uri options; do
    case $name in
        "$suite" | "$suite-security") echo "deb-src $options $uri $name main" ;;
    esac
done | sort -u >"$work/sources.list"

# with_sources PROGRAM ARGUMENTS: apt with the private list and directories.
with_sources() {
    program=$1
    shift
    "$program" -q -o Dir::Etc::sourcelist="$work/sources.list" \
        -o Dir::Etc::sourceparts="$work/parts" -o Dir::State::lists="$work/lists" \
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User="$(id -un)" \
        -o Acquire::http::Timeout=20 -o Acquire::Retries=1 "$@" 2>>"$work/log"
}

give_up() {
    tail -n 3 "$work/log" >&2
    echo "no package mirror of this machine has the source of strongSwan $version" >&2
    exit 3
}

with_sources apt-get update >>"$work/log" || true
packages=$(with_sources apt-cache showsrc strongswan |
    sed -n "s/^Version: \\($version-.*\\)/\\1/p" | sort -Vru)
cd "$work"
for package in $packages; do # a mirror may lack the newest one's files
    with_sources apt-get source --download-only --tar-only "strongswan=$package" >>"$work/log" ||
        true
    set -- strongswan_*.orig.tar.*
    tarball=
    for file; do
        case $file in *.asc | *'*'*) ;; *) tarball=$file ;; esac
    done
    [ -z "$tarball" ] || break
done
[ -n "${tarball:-}" ] || give_up
if [ -n "$checksum" ] && ! echo "$checksum  $tarball" | sha256sum --quiet -c >>"$work/log" 2>&1; then
    give_up
fi
tar -xf "$tarball" -C tree --strip-components=1 --wildcards \
    '*/src/libstrongswan/*.h' '*/src/libcharon/*.h'
rm -rf "$target"
mv tree "$target"
