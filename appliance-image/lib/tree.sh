# shellcheck shell=bash
# Trees of Debian packages, by mmdebstrap.

# What no tree needs. An image keeps the licences (copyright files).
readonly LEFT_OUT=(
    '--dpkgopt=path-exclude=/usr/share/man/*'
    '--dpkgopt=path-exclude=/usr/share/locale/*'
    '--dpkgopt=path-exclude=/usr/share/info/*'
    '--dpkgopt=path-exclude=/usr/share/doc/*'
    '--dpkgopt=path-include=/usr/share/doc/*/copyright'
)

# package_names FILE...: the first words of the lines.
package_names() {
    sed -e 's/#.*//' -e 's/|.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$@" | sort -u | paste -sd,
}

# make_tree DIRECTORY LOG PACKAGES [OPTION...]: the packages' files are kept in the cache for the next time.
make_tree() {
    local tree=$1 log=$2 packages=$3 kept=$CACHE/debs
    shift 3
    mkdir -p "$kept"
    find "$kept" -name '*.deb' -ctime +90 -delete
    # The kernel's package must make no initial RAM disk: that comes when all files are there.
    INITRD=No mmdebstrap --mode=root --format=directory --variant=minbase \
        --include="$packages" "${LEFT_OUT[@]}" \
        --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "3"' \
        --skip=download/empty --skip=essential/unlink \
        --setup-hook="mkdir -p \"\$1/var/cache/apt/archives\" && cp -l '$kept'/*.deb \"\$1/var/cache/apt/archives/\" 2>/dev/null || cp '$kept'/*.deb \"\$1/var/cache/apt/archives/\" 2>/dev/null || true" \
        --customize-hook="cp -u \"\$1\"/var/cache/apt/archives/*.deb '$kept/' 2>/dev/null || true" \
        "$@" "$SUITE" "$tree" "$WORK/sources.list" >"$log" 2>&1 || {
        tail -n 15 "$log" >&2
        die "mmdebstrap failed; all it said is in $log"
    }
}

# The programs that make the image, of the image's own suite: made once, kept by the hash of their list.
find_tools() {
    local list=$HERE/packages/tools.txt hash
    hash=$(cat "$list" "$HERE/lib/tree.sh" | sha256sum | cut -c1-16)
    TOOLS=$CACHE/tools-$hash
    [ ! -f "$TOOLS/made" ] || return 0
    say "making the tree of tools ($TOOLS)"
    mkdir -p "$CACHE"
    find "$CACHE" -mindepth 1 -maxdepth 1 -name 'tools-*' -ctime +90 -exec rm -rf {} +
    rm -rf "$TOOLS" "$TOOLS.new"
    make_tree "$TOOLS.new" "$WORK/tools.log" "$(package_names "$list")"
    rm -rf "$TOOLS.new"/var/cache/apt/archives/*.deb "$TOOLS.new"/var/lib/apt/lists/*
    touch "$TOOLS.new/made"
    mv "$TOOLS.new" "$TOOLS"
}

# in_tree TREE COMMAND...: runs in the tree, which has /proc and, as /image-work, the work directory; in mounts that go with
# the command.
in_tree() {
    local tree=$1
    shift
    mkdir -p "$tree/image-work"
    # shellcheck disable=SC2016
    unshare --mount --propagation private -- sh -ec '
        tree=$1 work=$2
        shift 2
        mount --bind "$work" "$tree/image-work"
        mount -t proc proc "$tree/proc"
        mount --bind /dev "$tree/dev"
        exec chroot "$tree" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 TZ=UTC \
            SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" "$@"' in_tree "$tree" "$WORK" "$@"
}

with_tools() {
    in_tree "$TOOLS" "$@"
}
