# shellcheck shell=bash
# Builds what is stale. target/build-stamp bears the time of the last good build's start.

readonly STAMP=target/build-stamp

maven() {
    mvn "$@"
}

# True if no source, build file or JDK changed since the last good build.
is_up_to_date() {
    local outputs=(gateway-app/target/classpath.txt lab/target/classpath.txt
        benchmarks/target/classpath.txt) file
    [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$JAVA_HOME" ] || return 1
    for file in "${outputs[@]}"; do
        [ -f "$file" ] && class_path_exists "$file" || return 1
    done
    # A folder's time changes with each file that comes or goes in it.
    [ -z "$(find pom.xml .mvn ./*/pom.xml ./*/src ipsec-s2s/kernel-hnv -newer "$STAMP" -print -quit)" ]
}

class_path_exists() {
    local entry
    while IFS= read -r -d : entry; do
        [ -e "$entry" ] || return 1
    done < <(cat "$1" && printf ':')
}

build_if_stale() {
    mkdir -p target
    exec 9>target/build-lock
    flock 9
    if is_up_to_date; then
        exec 9>&-
        return
    fi
    say "building"
    stamp_start
    maven -q -DskipTests package 9>&- || die "the build failed"
    stamp_good
    exec 9>&-
}

stamp_start() {
    mkdir -p target
    printf '%s\n' "$JAVA_HOME" >"$STAMP.new"
}

stamp_good() {
    mv "$STAMP.new" "$STAMP"
}

# The class path of a module with a main class.
class_path_of() {
    printf '%s:%s' "$ROOT/$1/target/classes" "$(cat "$ROOT/$1/target/classpath.txt")"
}
