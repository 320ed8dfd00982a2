#!/usr/bin/env bash
# repack.sh ROOT.xz TARGET.xz VERSION NEW-VERSION none|break: the root of an image under another version's name; `break`
# takes the gateway's program out of it. By the tools that made the image.
set -euo pipefail

image=$(readlink -f "$1") target=$(readlink -f "$2") version=$3 new=$4 change=$5
ROOT=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
# shellcheck disable=SC2034 # the libraries' own
HERE=$ROOT/appliance-image SOURCE_DATE_EPOCH=$(date +%s)
cd "$ROOT"
for library in scripts/say appliance-image/lib/{mirror,tree}; do
    # shellcheck source=/dev/null
    . "$ROOT/$library.sh"
done
# shellcheck disable=SC2034 # lib/tree.sh
CACHE=${HNV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hnv-gateway}
WORK=$(mktemp -d "${TMPDIR:-/var/tmp}/hnv-repack.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
trap 'exit 130' INT TERM HUP

write_sources "$WORK/sources.list"
find_tools
xz -dc "$image" >"$WORK/root.img"
with_tools fsck.erofs --extract=/image-work/root --preserve --xattrs /image-work/root.img >/dev/null
sed -i "s/$version/$new/" "$WORK/root/usr/lib/os-release" "$WORK/root/usr/lib/hnv-gateway/release"
case $change in
    none) ;;
    break) rm "$WORK"/root/usr/lib/hnv-gateway/lib/gateway-app*.jar ;;
    *) die "no such change: $change" ;;
esac
rm "$WORK/root.img"
with_tools mkfs.erofs -zlz4 --quiet /image-work/root.img /image-work/root
xz -1 -T2 -c "$WORK/root.img" >"$target"
