#!/usr/bin/env bash
# Ends runs of the lab: those whose directories are named, or without a name all whose owner is dead.
# Every process of the lab lives in one of its namespaces, so the list of namespaces is all there is to clean.
set -u
trap '' INT TERM
runs=/run/hnv-lab

# The owner is alive if its process id still belongs to the process that wrote it down.
owner_alive() {
    local pid started="" stat
    pid=${1##*/}
    pid=${pid%%.*}
    [ -r "/proc/$pid/stat" ] || return 1
    [ -r "$1/started" ] && read -r started <"$1/started"
    [ -n "$started" ] || return 0
    stat=$(<"/proc/$pid/stat") || return 1
    set -- ${stat##*) }
    [ "${20}" = "$started" ]
}

end_run() {
    local namespace
    [ -r "$1/namespaces" ] && while read -r namespace; do
        [ -e "/run/netns/$namespace" ] || continue
        for _ in 1 2 3 4 5; do
            pids=$(ip netns pids "$namespace" 2>/dev/null)
            [ -n "$pids" ] || break
            kill -KILL $pids 2>/dev/null
            sleep 0.05
        done
        ip netns del "$namespace" 2>/dev/null
    done <"$1/namespaces"
    rm -rf "$1"
}

if [ $# -gt 0 ]; then
    for run in "$@"; do end_run "$run"; done
else
    for run in "$runs"/*; do
        [ -d "$run" ] && ! owner_alive "$run" && end_run "$run"
    done
fi
rmdir "$runs" 2>/dev/null
# iproute2 mounts this directory at its first namespace; the last one to leave takes the mount away.
if [ -d /run/netns ] && [ -z "$(ls -A /run/netns)" ]; then
    umount /run/netns 2>/dev/null && rmdir /run/netns 2>/dev/null
fi
exit 0
