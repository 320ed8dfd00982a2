#!/bin/sh
# Compiles the BPF programs: build.sh OUTPUT..., each NAME.bpf.o from NAME.bpf.c. Needs clang and
# libbpf's headers.
set -eu
cd "$(dirname "$0")"
if ! command -v clang >/dev/null; then
    echo "clang is needed to compile the BPF programs (Debian packages clang and libbpf-dev)" >&2
    exit 1
fi
for output; do
    if [ -f "$output" ] && [ -z "$(find . -newer "$output")" ]; then
        continue
    fi
    mkdir -p "$(dirname "$output")"
    clang -O2 -g -Wall -Wextra -Werror -target bpf -mcpu=v3 \
        -I"/usr/include/$(uname -m)-linux-gnu" -c "$(basename "$output" .o).c" -o "$output.new"
    mv "$output.new" "$output"
done
