# shellcheck shell=bash
# Finds a JDK that is new enough and exports it as JAVA_HOME.

readonly NEEDED_JDK=25

# The feature version of the JDK in a folder; 0 if it is none (a JRE has no javac).
jdk_version() {
    [ -x "$1/bin/javac" ] || { echo 0; return; }
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    echo "${version:-0}"
}

find_jdk() {
    local candidate
    for candidate in "${JAVA_HOME:-}" "${HNV_JDK:-}" /usr/lib/jvm/*; do
        [ -n "$candidate" ] || continue
        if [ "$(jdk_version "$candidate")" -ge "$NEEDED_JDK" ]; then
            export JAVA_HOME="$candidate"
            return
        fi
    done
    die "no JDK $NEEDED_JDK or newer in JAVA_HOME or /usr/lib/jvm: install one" \
        "(for example Eclipse Temurin's package temurin-25-jdk) or set JAVA_HOME to it."
}
