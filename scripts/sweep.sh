# shellcheck shell=bash
# Removes what a killed lab left behind.
#
# A program that makes namespaces keeps a folder /run/hnv-lab/NAME with these files, one item a line,
# written before the item is made:
#   owner       process id of the program; while it lives the folder is not touched
#   namespaces  network namespaces, as `ip netns` names them
#   pids        processes outside those namespaces
#   mounts      mount points
# The program removes its folder as the last act of its own cleaning.

readonly RUNS=/run/hnv-lab

sweep_dead_runs() {
    local run
    for run in "$RUNS"/*/; do
        [ -d "$run" ] || continue
        owner_lives "$run" || sweep_run "${run%/}"
    done
    rmdir "$RUNS" 2>/dev/null || true
}

# Before the owner file is written the run's name says who it is: it begins with, or holds, the
# process id.
owner_lives() {
    local owner
    owner=$(cat "$1/owner" 2>/dev/null || basename "$1" | grep -o '[0-9]*' | head -n 1)
    [ -n "$owner" ] && grep -qsx java "/proc/$owner/comm"
}

sweep_run() {
    local run=$1 name pid mount
    say "removing what ${run##*/} left behind"
    while read -r name; do
        end_processes "$(ip netns pids "$name" 2>/dev/null)"
    done < <(lines_of "$run/namespaces")
    while read -r pid _; do
        end_processes "$pid"
    done < <(lines_of "$run/pids")
    while read -r mount; do
        umount -l "$mount" 2>/dev/null || true
    done < <(lines_of "$run/mounts" | tac)
    while read -r name; do
        ip netns del "$name" 2>/dev/null || true
    done < <(lines_of "$run/namespaces")
    rm -rf "$run"
}

lines_of() {
    [ ! -f "$1" ] || grep -v '^$' "$1" || true
}

# end_processes "PID...": asks, waits up to 2 s, kills.
end_processes() {
    local pids=$1 tenths=20
    [ -n "$pids" ] || return 0
    # Process ids, one word each.
    # shellcheck disable=SC2086
    kill -TERM $pids 2>/dev/null || return 0
    # shellcheck disable=SC2086
    while kill -0 $pids 2>/dev/null && [ $((tenths -= 1)) -gt 0 ]; do
        sleep 0.1
    done
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
}
