#!/bin/sh
# Compiles the BPF programs: build.sh OUTPUT..., each NAME.bpf.o from NAME.bpf.c, and beside it
# NAME.bpf.o.sha256. Needs clang and libbpf's headers.
set -eu
cd "$(dirname "$0")"
if ! command -v clang >/dev/null; then
    echo "clang is needed to compile the BPF programs (Debian packages clang and libbpf-dev)" >&2
    exit 1
fi
for output; do
    if [ -f "$output" ] && [ -f "$output.sha256" ] && [ -z "$(find . -newer "$output")" ]; then
        continue
    fi
    mkdir -p "$(dirname "$output")"
    clang -O2 -g -Wall -Wextra -Werror -target bpf -mcpu=v3 \
        -I"/usr/include/$(uname -m)-linux-gnu" -c "$(basename "$output" .o).c" -o "$output.new"
    sha256sum <"$output.new" | cut -d ' ' -f 1 >"$output.sha256.new"
    mv "$output.sha256.new" "$output.sha256"
    mv "$output.new" "$output"
done
