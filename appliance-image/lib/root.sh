# shellcheck shell=bash
# The root file system: Debian's packages, the gateway, its units, and what makes it read-only.

readonly PROGRAM=usr/lib/hnv-gateway

make_root() {
    local list
    list=$(package_names "$HERE/packages/root.txt" "$HERE/packages/root-$FLAVOUR.txt")
    say "installing $(tr , '\n' <<<"$list" | wc -l) Debian packages and what they need"
    make_tree "$WORK/root" "$WORK/root.log" "$list" --dpkgopt='path-exclude=/usr/share/i18n/*'
    cp -a --no-preserve=ownership "$HERE/overlay/." "$WORK/root/"
    install_gateway "$WORK/root"
    install_units "$WORK/root"
    install_plugin "$WORK/root"
    name_release "$WORK/root"
    start_program
    make_initrd "$WORK/root"
    forget_machine "$WORK/root"
    move_package_database "$WORK/root"
    describe_var "$WORK/root"
    fix_times "$WORK/root"
}

install_gateway() {
    local program=$1/$PROGRAM
    mkdir -p "$program/bin"
    make_runtime "$program/jre"
    install_jars "$program/lib"
    install -m 644 "$GATEWAY_OPTIONS" "$program/jvm.options"
    install -m 755 "$ROOT/scripts/start-cache.sh" "$program/start-cache.sh"
    install -m 644 "$ROOT/lab/src/main/resources/io/hnvgateway/lab/two-tenants.json" "$program/start-cache.json"
    if [ -n "$UPDATE_KEY" ]; then
        gpg --batch --no-options --dearmor <"$UPDATE_KEY" >"$program/update-keyring.gpg" 2>/dev/null ||
            cp "$UPDATE_KEY" "$program/update-keyring.gpg"
        ln -sf "/$PROGRAM/update-keyring.gpg" "$1/etc/systemd/import-pubring.gpg"
    fi
    # What the distribution signed is no release of this image.
    rm -f "$1/usr/lib/systemd/import-pubring.gpg"
}

# install_units ROOT: systemd/bin holds launchers, the other folders what lies in a folder of their name.
install_units() {
    local from=$ROOT/systemd launcher folder
    for launcher in "$from"/bin/*; do
        [ -f "$launcher" ] || continue
        case ${launcher##*/} in
            hnvctl) install -D -m 755 "$launcher" "$1/usr/bin/hnvctl" ;;
            *) install -D -m 755 "$launcher" "$1/$PROGRAM/bin/${launcher##*/}" ;;
        esac
    done
    for folder in system system-preset; do
        copy_folder "$from/$folder" "$1/usr/lib/systemd/$folder"
    done
    for folder in sysusers.d tmpfiles.d sysctl.d sysupdate.d modules-load.d modprobe.d; do
        copy_folder "$from/$folder" "$1/usr/lib/$folder"
    done
    copy_folder "$from/polkit" "$1/usr/share/polkit-1/rules.d"
    copy_folder "$from/nftables" "$1/$PROGRAM/nftables"
    copy_folder "$from/etc" "$1/etc"
    with_root systemd-sysusers
    apply_presets "$1"
    mask_units "$1"
}

copy_folder() {
    [ -d "$1" ] || return 0
    mkdir -p "$2"
    cp -r --preserve=mode "$1/." "$2/"
}

# What the image never starts: the cache of libraries is made already, the catalogue of journal texts is not worth a
# boot's time, and nobody logs in by SSH over the hypervisor's own sockets.
mask_units() {
    local unit
    for unit in ldconfig.service systemd-journal-catalog-update.service; do
        ln -sf /dev/null "$1/etc/systemd/system/$unit"
    done
    mkdir -p "$1/etc/systemd/system-generators"
    ln -sf /dev/null "$1/etc/systemd/system-generators/systemd-ssh-generator"
}

# Each line of our own presets, so that what Debian enables stays enabled. An `enable` needs its unit.
apply_presets() {
    local verb unit
    while read -r verb unit; do
        case $verb in
            enable) with_root systemctl enable --quiet "$unit" || die "preset: cannot enable $unit" ;;
            disable) with_root systemctl disable --quiet "$unit" 2>/dev/null || true ;;
        esac
    done < <(cat "$1"/usr/lib/systemd/system-preset/*-hnv*.preset)
}

# charon's plugin, for the very charon of the tree.
install_plugin() {
    say "compiling charon's plugin"
    HNV_CACHE=$CACHE "$ROOT/ipsec-s2s/kernel-hnv/build.sh" --root "$1" "$WORK/plugin" || die "no kernel-hnv for the image's charon"
    install -D -m 644 "$WORK/plugin/libstrongswan-kernel-hnv.so" "$1/usr/lib/ipsec/plugins/libstrongswan-kernel-hnv.so"
}

name_release() {
    printf 'VERSION=%s\nFLAVOUR=%s\nCOMMIT=%s\nSOURCE_DATE_EPOCH=%s\n' \
        "$VERSION" "$FLAVOUR" "$COMMIT" "$SOURCE_DATE_EPOCH" >"$1/$PROGRAM/release"
    sed -i '/^IMAGE_/d' "$1/usr/lib/os-release"
    printf 'IMAGE_ID=hnv-gateway\nIMAGE_VERSION=%s\n' "$VERSION" >>"$1/usr/lib/os-release"
}

# That the runtime has the modules and the tree the libraries is seen here, not at a customer's.
start_program() {
    local program
    for program in "/$PROGRAM/bin/hnv-gateway" "/$PROGRAM/bin/hnv-setup" /usr/bin/hnvctl; do
        with_root "$program" --help >"$WORK/program.log" 2>&1 ||
            die "$program does not start in the image: $(tail -n 3 "$WORK/program.log")"
    done
}

# The kernel and its initial RAM disk leave the root: they boot from the EFI partition.
make_initrd() {
    local kernel
    kernel=$(basename "$1"/usr/lib/modules/*)
    [ -d "$1/usr/lib/modules/$kernel" ] || die "not one kernel in the image: $kernel"
    say "making the initial RAM disk of kernel $kernel"
    with_root mkinitramfs -o /image-work/initrd "$kernel" >"$WORK/initrd.log" 2>&1 ||
        die "mkinitramfs failed: $(tail -n 3 "$WORK/initrd.log")"
    mv "$1/boot/vmlinuz-$kernel" "$WORK/linux"
    rm -rf "${1:?}"/boot/* "$1"/vmlinuz* "$1"/initrd.img*
}

# with_root COMMAND...: runs in the image's root.
with_root() {
    in_tree "$WORK/root" "$@"
}
