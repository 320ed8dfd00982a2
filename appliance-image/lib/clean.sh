# shellcheck shell=bash
# Takes out of the root what belongs to one machine or one build, so that two builds are the same to the bit.

forget_machine() {
    rm -f "$1"/etc/ssh/ssh_host_*_key* "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/* \
        "$1"/etc/apt/apt.conf.d/*mmdebstrap* "$1"/etc/dpkg/dpkg.cfg.d/*mmdebstrap* \
        "$1"/etc/.pwd.lock "$1"/etc/*- "$1"/var/lib/systemd/random-seed "$1"/var/lib/systemd/catalog/database
    rm -rf "$1"/var/log/* "$1"/var/cache/* "$1"/var/lib/apt/lists "$1"/tmp/* "$1"/run/* "$1/image-work"
    # The kernel fills /dev; systemd writes the mark .updated when it has seen a new version.
    rm -rf "${1:?}"/dev/* "$1"/etc/.updated "$1"/var/.updated
    rm -f "$1"/var/lib/dpkg/*-old "$1"/var/lib/dbus/machine-id "$1"/usr/lib/ssl/private/*
    # Empty, not missing: the first boot writes one, and is no "first boot" that asks questions.
    : >"$1/etc/machine-id"
    ln -sf ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"
    sed -i 's/^root:[^:]*:/root:*:/' "$1/etc/shadow"
}

# The list of packages belongs to the root, not to /var: after an update it is that of the new version.
move_package_database() {
    mkdir -p "$1/usr/lib/sysimage"
    mv "$1/var/lib/dpkg" "$1/usr/lib/sysimage/dpkg"
}

# /var is empty on a new disk: its folders are made at boot, by the names and owners that the packages gave.
describe_var() {
    local rules=$1/usr/lib/tmpfiles.d/hnv-var.conf
    {
        echo "# Made by the build out of the packages' /var."
        (cd "$1" && find var -mindepth 1 -type d -printf 'd /%p %m %U %G -\n' | sort)
        echo 'L /var/lib/dpkg - - - - ../../usr/lib/sysimage/dpkg'
        (cd "$1" && find var -type l -printf 'L /%p - - - - %l\n' | sort)
        (cd "$1" && find var -type f -printf 'C /%p %m %U %G - /usr/share/factory/%p\n' | sort)
    } >"$rules"
    mkdir -p "$1/usr/share/factory"
    cp -a "$1/var" "$1/usr/share/factory/"
    rm -rf "${1:?}/var"
    mkdir "$1/var"
}

# Nothing is younger than the sources. Older files keep their times: Python's compiled ones name them.
fix_times() {
    find "$1" -xdev -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0r touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
    touch --date="@$SOURCE_DATE_EPOCH" "$1/usr"
}
