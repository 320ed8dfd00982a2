#!/usr/bin/env bash
# Makes the file by which a gateway's JVM starts faster (an AOT cache, JEP 483, 514 and 515: classes loaded and linked,
# and which methods are hot), out of a start in a network namespace of its own that nobody else sees. Root.
#
#   start-cache.sh FILE CLASSPATH OPTIONS-FILE STATE.json    (JAVA_HOME; the class path has nothing but jars)
#
# The file fits this JDK, these jars and these options only; with others a JVM starts as if there were none.
# HNV_CACHE_PATIENCE: seconds that one start may take (60).
set -euo pipefail

if [ "${HNV_CACHE_SCENE:-}" = "" ]; then
    HNV_CACHE_SCENE=$(mktemp -d "${TMPDIR:-/tmp}/hnv-start-cache.XXXXXX")
    export HNV_CACHE_SCENE
    trap 'rm -rf "$HNV_CACHE_SCENE"' EXIT
    unshare --net --mount --propagation private -- bash "$0" "$@"
    exit
fi
# from here on: in the namespaces, which go with the last process

file=$1 class_path=$2 options=$3 state=$4 scene=$HNV_CACHE_SCENE
mkdir "$scene/bpf" "$scene/state"
mount -t sysfs sysfs /sys
mount -t bpf bpf "$scene/bpf"
for port in be fe; do
    ip link add "$port" type veth peer name "$port-peer"
    ip link set "$port" up
    ip link set "$port-peer" up
done
ip link set lo up
ip address add 192.0.2.1/24 dev be
ip address add 203.0.113.2/24 dev fe
ip route add default via 203.0.113.1

connection="FrontEndInterface=fe;BackendInterface=be;ProviderAddress=192.0.2.1;NatPool=203.0.113.10-203.0.113.20"
connection+=";StateDirectory=$scene/state;RuntimeDirectory=$scene/run;PinDirectory=$scene/bpf/hnv-gateway"
connection+=";ControlSocket=$scene/control"

run_java() {
    "$JAVA_HOME/bin/java" "@$options" "$@"
}

# start OPTION...: returns when the gateway is ready.
start() {
    _JAVA_SR_SIGNUM=30 "$JAVA_HOME/bin/java" "@$options" "$@" -cp "$class_path" io.hnvgateway.app.GatewayMain \
        --connection-string "$connection" >"$scene/log" 2>&1 &
    gateway=$!
    local tenths=$((${HNV_CACHE_PATIENCE:-60} * 10))
    until grep -q event=ready "$scene/log"; do
        if [ $((tenths -= 1)) -eq 0 ] || ! kill -0 "$gateway" 2>/dev/null; then
            cat "$scene/log" >&2
            kill -KILL "$gateway" 2>/dev/null
            exit 1
        fi
        sleep 0.1
    done
}

# A start after another one, with a state: the way that has to be fast.
start
run_java -cp "$class_path" io.hnvgateway.app.ctl.HnvCtl --socket "$scene/control" apply -f "$state" >"$scene/apply" ||
    { cat "$scene/apply" >&2 && kill "$gateway" && exit 1; }
kill -USR2 "$gateway"
wait "$gateway" || true
start -XX:AOTMode=record "-XX:AOTConfiguration=$scene/recorded"
kill -TERM "$gateway"
wait "$gateway" || true
run_java -XX:AOTMode=create "-XX:AOTConfiguration=$scene/recorded" "-XX:AOTCache=$file.new" -cp "$class_path" \
    >"$scene/create" 2>&1 || { cat "$scene/create" >&2 && exit 1; }
mv "$file.new" "$file"
