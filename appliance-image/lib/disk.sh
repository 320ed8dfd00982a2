# shellcheck shell=bash
# From the root's tree to disk images, with the tools of the image's own suite.

readonly SEED=6d8a1f6e-3b0c-4a0e-9a57-3f5b8f6d2c11
readonly CONSOLES="console=tty0 console=ttyS0,115200n8"
# Huge pages for who asks for them. Given to all, a JVM of 250 MB takes 450.
readonly MEMORY=transparent_hugepage=madvise

# Read-only by nature, and compressed: that makes updates small too.
make_root_image() {
    say "packing the root"
    with_tools mkfs.erofs -zzstd,level=9 -C65536 --workers=2 -T "$SOURCE_DATE_EPOCH" --mkfs-time \
        -U "$SEED" --quiet /image-work/root.img /image-work/root >"$WORK/erofs.log" 2>&1 ||
        die "mkfs.erofs failed: $(tail -n 3 "$WORK/erofs.log")"
}

# One file that the firmware starts: kernel, initial RAM disk and command line.
make_kernel_image() {
    with_tools ukify build --linux=/image-work/linux --initrd=/image-work/initrd --os-release=@/image-work/root/usr/lib/os-release \
        --cmdline="root=PARTLABEL=hnv-root_$VERSION rootfstype=erofs ro panic=10 oops=panic $MEMORY $CONSOLES" \
        --stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub --output=/image-work/kernel.efi >"$WORK/ukify.log" 2>&1 ||
        die "ukify failed: $(tail -n 3 "$WORK/ukify.log")"
}

# The EFI partition. The kernel has three tries until a boot is found good.
fill_esp() {
    local esp=$WORK/esp loader=$TOOLS/usr/lib/systemd/boot/efi/systemd-bootx64.efi
    mkdir -p "$esp/EFI/Linux" "$esp/loader"
    install -D "$loader" "$esp/EFI/BOOT/BOOTX64.EFI"
    install -D "$loader" "$esp/EFI/systemd/systemd-bootx64.efi"
    printf 'timeout 0\neditor no\n' >"$esp/loader/loader.conf"
    cp "$WORK/kernel.efi" "$esp/EFI/Linux/hnv-gateway_$VERSION+3-0.efi"
    find "$esp" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
}

make_disk() {
    say "making the disk"
    rm -rf "$WORK/repart" "$WORK/disk.raw"
    cp -r "$HERE/repart" "$WORK/repart"
    sed -i "s/@VERSION@/$VERSION/" "$WORK"/repart/*.conf
    # Without the size of sectors the EFI partition gets some of 4096 bytes, which firmware cannot read.
    with_tools env SYSTEMD_REPART_MKFS_OPTIONS_EXT4="-E hash_seed=$SEED" \
        systemd-repart --offline=yes --empty=create --size=auto --sector-size=512 --dry-run=no \
        --seed="$SEED" --definitions=/image-work/repart --no-pager /image-work/disk.raw >"$WORK/repart.log" 2>&1 ||
        die "systemd-repart failed: $(tail -n 3 "$WORK/repart.log")"
}

# publish FORMAT: one of raw, qcow2, vhdx, by the names that stay the same from version to version.
publish() {
    local name=hnv-gateway-$FLAVOUR.$1
    case $1 in
        raw) cp --sparse=always "$WORK/disk.raw" "$OUTPUT/$name" ;;
        qcow2) with_tools qemu-img convert -O qcow2 -c -o compression_type=zstd /image-work/disk.raw "/image-work/$name" ;;
        vhdx) with_tools qemu-img convert -O vhdx -o subformat=dynamic,block_size=1M /image-work/disk.raw "/image-work/$name" ;;
    esac
    [ "$1" = raw ] || mv "$WORK/$name" "$OUTPUT/$name"
}

# What an update fetches.
publish_update() {
    # By xz: the systemd-pull of systemd 257 knows no zstd and would write such a file as it is.
    xz -1 -T2 -c "$WORK/root.img" >"$OUTPUT/hnv-gateway_$VERSION.root.xz"
    cp "$WORK/kernel.efi" "$OUTPUT/hnv-gateway_$VERSION.efi"
}

sign() {
    (cd "$OUTPUT" && find . -maxdepth 1 -type f -name 'hnv-gateway*' -printf '%P\0' | sort -z | xargs -0 sha256sum) >"$OUTPUT/SHA256SUMS"
    rm -f "$OUTPUT/SHA256SUMS.gpg"
    [ -n "$SIGN_KEY" ] || return 0
    local home=$WORK/gnupg
    mkdir -p "$home"
    chmod 700 "$home"
    {
        gpg --homedir "$home" --batch --quiet --import "$SIGN_KEY"
        gpg --homedir "$home" --batch --quiet --yes --output "$OUTPUT/SHA256SUMS.gpg" --detach-sign "$OUTPUT/SHA256SUMS"
    } 2>"$WORK/gpg.log" || true
    gpgconf --homedir "$home" --kill gpg-agent 2>/dev/null || true
    [ -s "$OUTPUT/SHA256SUMS.gpg" ] || die "cannot sign with $SIGN_KEY: $(tail -n 2 "$WORK/gpg.log")"
}
