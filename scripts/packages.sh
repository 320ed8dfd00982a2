# shellcheck shell=bash
# Installs the Debian packages of packages.txt that a command needs and that are missing.

readonly POLICY=/usr/sbin/policy-rc.d

# install_packages KIND...: says which packages are missing and why, and installs them.
install_packages() {
    local kinds=" $* " name kind why missing=()
    while IFS='|' read -r name kind why; do
        name=${name// /} kind=${kind// /} why=${why# }
        case $name in '' | '#'*) continue ;; esac
        case $kinds in *" $kind "*) ;; *) continue ;; esac
        is_installed "$name" && continue
        say "missing: $name ($why)"
        missing+=("$name")
    done <"$ROOT/scripts/packages.txt"
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

# One dpkg-query a package would cost more than the rest of an up-to-date start.
is_installed() {
    if [ -z "${INSTALLED_PACKAGES:-}" ]; then
        command -v dpkg-query >/dev/null || die "no dpkg here: install ${1} and its like by hand"
        INSTALLED_PACKAGES=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n')
    fi
    grep -qx "installed $1" <<<"$INSTALLED_PACKAGES"
}

apt_install() {
    [ -z "${HNV_NO_INSTALL:-}" ] || die "HNV_NO_INSTALL is set; install by hand: $*"
    [ "$(id -u)" -eq 0 ] || die "not root; install by hand: apt-get install $*"
    say "installing: $* (target/apt.log)"
    mkdir -p target
    : >target/apt.log
    (
        forbid_daemons
        trap permit_daemons EXIT
        trap 'exit 130' INT TERM HUP
        apt_run install "$@" || { apt_run update && apt_run install "$@"; }
    ) || {
        tail -n 15 target/apt.log >&2
        die "apt-get could not install: $*"
    }
    INSTALLED_PACKAGES=
}

apt_run() {
    local action=$1
    shift
    case $action in
        install) set -- install -y --no-install-recommends "$@" ;;
        *) set -- "$action" "$@" ;;
    esac
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" \
        </dev/null >>"$ROOT/target/apt.log" 2>&1
}

# Packages must start no daemon (Open vSwitch would): a policy of our own, unless one stands.
forbid_daemons() {
    OWN_POLICY=
    [ ! -e "$POLICY" ] || return 0
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
    OWN_POLICY=yes
}

permit_daemons() {
    [ -z "$OWN_POLICY" ] || rm -f "$POLICY"
}
