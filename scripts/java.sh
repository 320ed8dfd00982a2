# shellcheck shell=bash
# Starts the programs.

# Of every program. No warnings from the foreign-function API, nor from a library's use of Unsafe; no performance
# data in /tmp, which a killed JVM leaves behind.
JVM_FLAGS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -XX:+PerfDisableSharedMem)

GATEWAY_OPTIONS=$ROOT/gateway-app/src/main/resources/io/hnvgateway/app/jvm.options
START_CACHE=$ROOT/target/gateway.aot

# Put before a program that makes namespaces: it must not outlive this script.
readonly BOUND=(setpriv --pdeathsig TERM)
PREFIX=()

# exec_java MODULE MAIN ARGUMENTS...: becomes the program, so that signals reach it.
exec_java() {
    local module=$1 main=$2
    shift 2
    # HNV_JAVA_OPTIONS is a list of words by design.
    # shellcheck disable=SC2086
    exec "${PREFIX[@]}" "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}" ${HNV_JAVA_OPTIONS:-} \
        -cp "$(class_path_of "$module")" "$main" "$@"
}

exec_maven() {
    exec "${PREFIX[@]}" mvn "$@"
}

# ./hnv run -- CONNECTION-STRING, or any arguments of the gateway.
run_gateway() {
    [ "${1:-}" != -- ] || shift
    if [ $# -eq 1 ] && [[ $1 == *=* && $1 != -* ]]; then
        set -- --connection-string "$1"
    fi
    # HotSpot's own signal must not be SIGUSR2, which tells the gateway to end for another one (30: SIGPWR).
    export _JAVA_SR_SIGNUM=${_JAVA_SR_SIGNUM:-30}
    JVM_FLAGS+=("@$GATEWAY_OPTIONS")
    if [ "${HNV_START_CACHE:-}" = none ]; then
        :
    elif start_cache_fits; then
        JVM_FLAGS+=("-XX:AOTCache=$START_CACHE")
    else
        say "no start cache fits: one is made aside for the next start (HNV_START_CACHE=none: never)"
        make_start_cache_aside
    fi
    # shellcheck disable=SC2086
    exec "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}" ${HNV_JAVA_OPTIONS:-} \
        -cp "$(gateway_jars)" io.hnvgateway.app.GatewayMain "$@"
}

# Nothing but jars: a JVM keeps no cache of classes that lie in folders.
gateway_jars() {
    printf '%s:%s' "$(echo "$ROOT"/gateway-app/target/gateway-app-*.jar)" "$(cat "$ROOT/gateway-app/target/classpath.txt")"
}

# Whether it was made after all that it was made of: a JVM says so much of one that does not fit, and is slower than
# without.
start_cache_fits() {
    local part
    [ -f "$START_CACHE" ] || return 1
    while IFS= read -r -d : part; do
        [ "$START_CACHE" -nt "$part" ] || return 1
    done < <(gateway_jars && printf ':%s:%s:' "$GATEWAY_OPTIONS" "$JAVA_HOME/release")
}

# ./hnv cache
make_start_cache() {
    # It is as old as what it is made of: who builds meanwhile makes it stale.
    : >"$START_CACHE.begun"
    bash "$ROOT/scripts/start-cache.sh" "$START_CACHE" "$(gateway_jars)" "$GATEWAY_OPTIONS" \
        "$ROOT/lab/src/main/resources/io/hnvgateway/lab/two-tenants.json"
    touch -r "$START_CACHE.begun" "$START_CACHE"
    rm -f "$START_CACHE.begun"
    say "made $START_CACHE, which ./hnv run uses from now on"
}

# One at a time, by the priority of what nobody waits for; no child of the gateway that this script becomes.
make_start_cache_aside() {
    (
        exec 8>"$START_CACHE.lock" </dev/null >"$START_CACHE.log" 2>&1
        if flock --nonblock 8; then
            setsid nice -n 19 "$ROOT/hnv" cache &
        fi
    )
}

# For programs that start gateways of their own: the cache, made first if none fits.
export_start_cache() {
    start_cache_fits || make_start_cache
    HNV_START_CACHE=$START_CACHE HNV_GATEWAY_JARS=$(gateway_jars)
    export HNV_START_CACHE HNV_GATEWAY_JARS
}

# run_swept COMMAND ARGUMENTS...: runs, by a command that becomes the program, what makes
# namespaces, passes on the signals that would end this script, and removes what was left, however
# it ended. Returns the command's status.
run_swept() {
    sweep_dead_runs
    trap sweep_dead_runs EXIT
    trap 'stop_child 129' HUP
    trap 'stop_child 130' INT
    trap 'stop_child 143' TERM
    # Job control gives the child a process group of its own: Ctrl-C reaches this script only.
    set -m
    (
        PREFIX=("${BOUND[@]}")
        "$@"
    ) &
    CHILD=$!
    set +m
    local status=0
    wait "$CHILD" || status=$?
    CHILD=
    return "$status"
}

# The child cleans up on TERM; what of its group has not ended after 30 s is killed, and then swept.
stop_child() {
    trap '' HUP INT TERM
    if [ -n "${CHILD:-}" ]; then
        kill -TERM "$CHILD" 2>/dev/null || true
        local tenths=300
        while kill -0 -- "-$CHILD" 2>/dev/null && [ $((tenths -= 1)) -gt 0 ]; do
            sleep 0.1
        done
        kill -KILL -- "-$CHILD" 2>/dev/null || true
    fi
    exit "$1"
}
