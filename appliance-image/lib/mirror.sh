# shellcheck shell=bash
# Where Debian's packages come from: the mirrors that this machine uses already, for the image's suite.

readonly SUITE=trixie
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
# Another place than this machine's own is for tests.
APT_FOLDER=${APT_FOLDER:-/etc/apt}

# "SUITE URI" of every package source of this machine, out of both of apt's formats.
machine_sources() {
    { cat "$APT_FOLDER/sources.list" "$APT_FOLDER"/sources.list.d/*.list 2>/dev/null || true; } |
        sed -nE 's/^\s*deb\s+(\[[^]]*\]\s+)?(\S+)\s+(\S+).*/\3 \2/p'
    local file
    for file in "$APT_FOLDER"/sources.list.d/*.sources; do
        [ -f "$file" ] || continue
        sed '/^#/d' "$file" | awk -v RS= -F '\n' '{
            uris = suites = ""
            for (i = 1; i <= NF; i++) {
                value = $i
                sub(/^[^:]*:[ \t]*/, "", value)
                if ($i ~ /^URIs:/) uris = value
                if ($i ~ /^Suites:/) suites = value
            }
            n = split(suites, s, /[ \t]+/)
            m = split(uris, u, /[ \t]+/)
            for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print s[i], u[j]
        }'
    done
}

# The same for the image's suite, as lines of a sources.list. A mirror of a given day stays one.
image_sources() {
    local own name uri part
    # shellcheck source=/dev/null
    own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    [ -n "$own" ] || die "/etc/os-release names no suite (VERSION_CODENAME): the mirrors are those of this Debian"
    while read -r name uri; do
        part=${name#"$own"}
        case $part in
            '' | -updates | -security) echo "deb [signed-by=$KEYRING] $uri $SUITE$part main" ;;
        esac
    done < <(machine_sources) | sort -u
}

# Written once a build, so that both trees come from the same ones.
write_sources() {
    [ -f "$KEYRING" ] || die "no $KEYRING (Debian package debian-archive-keyring)"
    image_sources >"$1"
    [ -s "$1" ] || die "no mirror of this machine's Debian in $APT_FOLDER/sources.list or sources.list.d, and the image's packages would come from it"
}
