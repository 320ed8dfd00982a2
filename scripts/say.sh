# shellcheck shell=bash
# Messages and the plainest checks.

say() {
    printf 'hnv: %s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

# require_root COMMAND WHY
require_root() {
    [ "$(id -u)" -eq 0 ] || die "./hnv $1 needs root ($2)"
}

# All that a command of the given kinds needs before it builds or runs.
prepare() {
    find_jdk
    install_packages "$@"
}
