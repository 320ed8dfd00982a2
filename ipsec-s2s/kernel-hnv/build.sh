#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Compiles the plugin for a charon: build.sh [--root ROOT] DIRECTORY, and DIRECTORY gets
# libstrongswan-kernel-hnv.so. One binary fits one version of charon: of the one that is installed
# here, or in the tree ROOT (an image's), whose package database says the version and whose release
# says where the headers come from. Nothing of ROOT is run or written.
#
# The headers are kept in ${HNV_CACHE:-${XDG_CACHE_HOME:-~/.cache}/hnv-gateway}, with their checksums.
# Without them and without a package mirror, or without charon, there is no plugin: then DIRECTORY
# gets a file `missing` with the reason, which the tests of charon show when they are skipped. All
# else of the gateway builds and runs without it, so this is no failure; a layout that does not fit
# charon's is one. Of a ROOT, which is asked for by name, everything that is missing is a failure.
set -eu
root=
if [ "${1:-}" = --root ]; then
    root=$(cd "${2:?--root needs a directory}" && pwd)
    shift 2
fi
output=${1:?usage: build.sh [--root ROOT] DIRECTORY}
case $output in /*) ;; *) output=$PWD/$output ;; esac
cd "$(dirname "$0")"
plugin=$output/libstrongswan-kernel-hnv.so
cache=${HNV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hnv-gateway}
mkdir -p "$output"

no_plugin() {
    rm -f "$plugin"
    if [ -n "$root" ]; then
        echo "kernel-hnv is not built for the charon of $root: $1" >&2
        exit 1
    fi
    echo "$1" >"$output/missing"
    echo "kernel-hnv is not built, tests with charon are skipped: $1" >&2
    exit 0
}

package_version() {
    dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${source:Upstream-Version}' "$1" 2>/dev/null
}
package=$(package_version strongswan-libcharon || package_version libstrongswan || true)
[ -n "$package" ] || no_plugin "charon is not installed (Debian package charon-systemd)"
command -v gcc >/dev/null || no_plugin "no gcc (Debian packages gcc and libc6-dev)"
version=$package

if [ -f "$plugin" ] && [ -z "$(find . -newer "$plugin")" ] &&
    [ "$(cat "$output/version" 2>/dev/null)" = "$version" ]; then
    exit 0
fi

known() {
    echo offsets-*.txt | sed 's/offsets-//g; s/\.txt//g'
}
expected=offsets-$version.txt
[ -f "$expected" ] || no_plugin "charon $version is unknown to this plugin (it knows $(known))"
define=
case $version in 6.*) define=-DHNV_STRONGSWAN_6 ;; esac

headers=$cache/strongswan-$version
if ! (cd "$headers" && sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1; then
    echo "getting the headers of strongSwan $version" >&2
    reason=$(./headers.sh "$version" "$headers" "$root" 2>&1) ||
        no_plugin "no headers of strongSwan $version in $cache, and $(echo "$reason" | tail -n 1)"
    (cd "$headers" && find src -name '*.h' -exec sha256sum {} + >SHA256SUMS)
fi

compile() {
    gcc -O2 -g -Wall -Werror -Wno-format -Wno-format-security -Wno-pointer-sign \
        -include config.h $define "-DCHARON_VERSION=\"$version\"" \
        -I"$headers/src/libstrongswan" -I"$headers/src/libcharon" "$@"
}

# The guard: the layout of the headers is the recorded one, and charon was built with mediation.
compile -o "$output/offsets" offsets.c
"$output/offsets" >"$output/offsets.txt"
if ! diff "$expected" "$output/offsets.txt" >&2; then
    echo "kernel-hnv: the structures do not lie as charon $version has them" >&2
    exit 1
fi
for library in "$root"/usr/lib/ipsec/libcharon.so.0 "$root"/usr/lib/*/ipsec/libcharon.so.0; do
    if [ -f "$library" ] && ! grep -q mediation_manager_create "$library"; then
        echo "kernel-hnv: $library was built without mediation; config.h does not fit" >&2
        exit 1
    fi
done

compile -shared -fPIC -o "$plugin.new" body.c events.c filter.c gateway.c ipsec.c outbox.c peers.c \
    plugin.c sas.c traps.c
mv "$plugin.new" "$plugin"
echo "$version" >"$output/version"
rm -f "$output/missing" "$output/offsets"
