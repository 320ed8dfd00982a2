#!/usr/bin/env bash
# Ends runs of the lab: those whose folders are named, or without a name all whose owner is dead.
#
# A program that makes namespaces keeps a folder /run/hnv-lab/NAME with these files, one item a line,
# written before the item is made:
#   owner       process id of the program; while it lives the folder is not touched
#   started     the owner's start time as in /proc/PID/stat, so that a reused id is told apart
#   namespaces  network namespaces, as `ip netns` names them; their processes end with them
#   pids        processes outside those namespaces
set -u
trap '' HUP INT TERM
runs=/run/hnv-lab

# Before the owner file is written, the first number in the folder's name is the process id.
owner_lives() {
    local name=${1##*/} owner="" started="" stat
    if [ -r "$1/owner" ]; then
        read -r owner <"$1/owner"
    elif [[ $name =~ [0-9]+ ]]; then
        owner=${BASH_REMATCH[0]}
    fi
    [ -n "$owner" ] && [ -r "/proc/$owner/stat" ] || return 1
    [ -r "$1/started" ] && read -r started <"$1/started"
    [ -n "$started" ] || return 0
    stat=$(cat "/proc/$owner/stat") || return 1
    # Fields of the line behind the program's name: split on purpose.
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    [ "${20}" = "$started" ]
}

lines_of() {
    [ ! -r "$1" ] || grep -v '^$' "$1"
}

kill_those_in() {
    local pids
    for _ in 1 2 3 4 5; do
        pids=$(ip netns pids "$1" 2>/dev/null)
        [ -n "$pids" ] || return 0
        # One word a process.
        # shellcheck disable=SC2086
        kill -KILL $pids 2>/dev/null
        sleep 0.05
    done
}

# Those of BGP outlive their gateway, in a namespace that it made; their files' names are on their command lines.
end_speakers() {
    local process
    for process in /proc/[0-9]*; do
        if tr '\0' ' ' <"$process/cmdline" 2>/dev/null | grep -qF "$1/gateway/checkpoint-bgp-speakers/"; then
            kill -KILL "${process##*/}" 2>/dev/null
        fi
    done
}

end_run() {
    local item
    for item in $(lines_of "$1/pids"); do
        kill -KILL "$item" 2>/dev/null
    done
    for item in $(lines_of "$1/namespaces"); do
        [ -e "/run/netns/$item" ] || continue
        kill_those_in "$item"
        ip netns del "$item" 2>/dev/null
    done
    end_speakers "$1"
    rm -rf "$1"
}

if [ $# -gt 0 ]; then
    for run in "$@"; do
        end_run "$run"
    done
else
    for run in "$runs"/*; do
        [ -d "$run" ] || continue
        owner_lives "$run" && continue
        echo "removing what ${run##*/} left behind"
        end_run "$run"
    done
fi
# A guard of a gateway that a killed test had in this very namespace, on a device of VethWire that is gone.
nft list tables netdev 2>/dev/null | while read -r _ _ table; do
    [[ $table =~ ^hnv_guard_(gc[0-9]+x[0-9]+)$ ]] || continue
    [ -e "/sys/class/net/${BASH_REMATCH[1]}" ] || nft delete table netdev "$table" 2>/dev/null
done
rmdir "$runs" 2>/dev/null
# iproute2 mounts this directory at its first namespace; the last to leave takes the mount away.
if [ -d /run/netns ] && [ -z "$(ls -A /run/netns)" ]; then
    umount /run/netns 2>/dev/null && rmdir /run/netns 2>/dev/null
fi
exit 0
