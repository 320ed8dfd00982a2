#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Gets strongSwan's header files: headers.sh VERSION DIRECTORY [ROOT], for example 5.9.8. They come
# out of Debian's source package by way of the package mirrors that this machine uses already, of
# this machine's release, or that of the tree ROOT; nothing of the system's package lists is
# touched. Leaves DIRECTORY/src/{libstrongswan,libcharon}, whole or
# not at all. Exit status 3: no mirror has the source.
set -eu
version=$1
target=$2
root=${3:-}

# Of the source tarball as its authors published it, which Debian ships unchanged. Of another
# version only apt checks it, against the distribution's signature.
case $version in
    5.9.8) checksum=d3303a43c0bd7b75a12b64855e8edcb53696f06190364f26d1533bde1f2e453c ;;
    6.0.1) checksum=212368cbc674fed31f3292210303fff06da8b90acad2d1387375ed855e6879c4 ;;
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

codename() {
    sed -nE 's/^VERSION_CODENAME="?([a-z]+)"?$/\1/p' "$1" 2>/dev/null || true
}

own=$(codename /etc/os-release)
suite=$own
[ -z "$root" ] || suite=$(codename "$root/usr/lib/os-release")
if [ -z "$suite" ]; then
    echo "${root:-this machine} does not say of which release it is (VERSION_CODENAME)" >&2
    exit 3
fi
system_sources | while read -r name uri options; do
    case $name in
        "$own" | "$own-security") echo "deb-src $options $uri $suite${name#"$own"} main" ;;
    esac
done | sort -u >"$work/all.list"

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
    tail -n 3 "$work/log" >&2 2>/dev/null || true
    echo "no package mirror of this machine has the source of strongSwan $version" >&2
    exit 3
}

# download LINE: out of one package source, for a version may be of two of them, one without files.
download() {
    echo "$1" >"$work/sources.list"
    rm -rf "$work/lists" && mkdir "$work/lists"
    with_sources apt-get update >>"$work/log" || true
    packages=$(with_sources apt-cache showsrc strongswan |
        sed -n "s/^Version: \\($version-.*\\)/\\1/p" | sort -Vru)
    for package in $packages; do # a mirror may lack the newest one's files
        with_sources apt-get source --download-only --tar-only "strongswan=$package" \
            >>"$work/log" || true
        set -- strongswan_*.orig.tar.*
        for file; do
            case $file in *.asc | *'*'*) ;; *) tarball=$file ;; esac
        done
        [ -z "$tarball" ] || return 0
    done
}

tarball=
cd "$work"
while [ -z "$tarball" ] && read -r line; do
    download "$line"
done <"$work/all.list"
[ -n "$tarball" ] || give_up
if [ -n "$checksum" ] && ! echo "$checksum  $tarball" | sha256sum --quiet -c >>"$work/log" 2>&1; then
    give_up
fi
tar -xf "$tarball" -C tree --strip-components=1 --wildcards \
    '*/src/libstrongswan/*.h' '*/src/libcharon/*.h'
rm -rf "$target"
mv tree "$target"
