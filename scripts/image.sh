# shellcheck shell=bash
# `./hnv test --image`: builds the appliance's image with keys of its own and boots it.

# test_image [OPTION...]: options are those of appliance-image/test. Skipped, with the reason, where it cannot be.
test_image() {
    local reason keys status=0
    (prepare build run demo image boot) || skip_image "packages of kind image or boot (scripts/packages.txt) are missing; see above"
    reason=$(mirror_fault) || skip_image "$reason"
    keys=$(mktemp -d)
    # shellcheck disable=SC2064 # this very folder
    trap "rm -rf '$keys'" EXIT
    make_update_keys "$keys"
    say "building the image"
    appliance-image/build --formats raw,qcow2,vhdx --update-key "$keys/public.gpg" --sign-key "$keys/secret.gpg"
    appliance-image/test --sign-key "$keys/secret.gpg" "$@" || status=$?
    exit "$status"
}

skip_image() {
    say "SKIPPED image: $1"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
}

# Why the image's packages cannot be had; status 1 then.
mirror_fault() {
    (
        # shellcheck source=/dev/null
        . appliance-image/lib/mirror.sh
        folder=$(mktemp -d)
        trap 'rm -rf "$folder"' EXIT
        write_sources "$folder/sources.list" 2>"$folder/said" || {
            cat "$folder/said"
            exit 1
        }
        read -r _ _ uri _ <"$folder/sources.list"
        timeout 60 /usr/lib/apt/apt-helper download-file "${uri%/}/dists/$SUITE/InRelease" "$folder/InRelease" >/dev/null 2>&1 || {
            echo "this machine's Debian mirror does not answer, or has no $SUITE"
            exit 1
        }
    )
}

# A key for this one test: the image trusts it, and it signs the releases.
make_update_keys() {
    local home=$1/home gpg
    mkdir -m 700 "$home"
    gpg=(gpg --homedir "$home" --batch --quiet --pinentry-mode loopback --passphrase '')
    "${gpg[@]}" --quick-gen-key "boot test" ed25519 sign never 2>/dev/null
    "${gpg[@]}" --export >"$1/public.gpg"
    (umask 077 && "${gpg[@]}" --export-secret-keys >"$1/secret.gpg")
    gpgconf --homedir "$home" --kill gpg-agent 2>/dev/null || true
}
