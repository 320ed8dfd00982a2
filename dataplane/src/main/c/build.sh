#!/bin/sh
# Compiles the XDP program: build.sh OUTPUT. Needs clang and libbpf's headers.
set -eu
cd "$(dirname "$0")"
output=$1
if ! command -v clang >/dev/null; then
    echo "clang is needed to compile the XDP program (Debian packages clang and libbpf-dev)" >&2
    exit 1
fi
if [ -f "$output" ] && [ -z "$(find . -newer "$output")" ]; then
    exit 0
fi
mkdir -p "$(dirname "$output")"
clang -O2 -g -Wall -Wextra -Werror -target bpf -mcpu=v3 \
    -I"/usr/include/$(uname -m)-linux-gnu" -c hnv_xdp.bpf.c -o "$output.new"
mv "$output.new" "$output"
