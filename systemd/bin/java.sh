# shellcheck shell=sh
# Sourced by the launchers: where Java and the gateway's jars are.

HOME_OF_GATEWAY=/usr/lib/hnv-gateway
# shellcheck disable=SC2034
JAVA=$HOME_OF_GATEWAY/jre/bin/java

# In the order of their names, always: a start cache is good for one class path.
class_path() {
    LC_ALL=C
    joined=
    for jar in "$HOME_OF_GATEWAY"/lib/*.jar; do
        joined=$joined${joined:+:}$jar
    done
    printf '%s' "$joined"
}

# Of this version's gateway; a JVM does without one that does not fit.
start_cache() {
    printf '/var/cache/hnv-gateway/start-%s.aot' "$(sed -n 's/^VERSION=//p' "$HOME_OF_GATEWAY/release")"
}
