# shellcheck shell=bash
# Removes what a killed lab left behind. The lab itself uses the same script, which says how.

readonly SWEEP=lab/src/main/resources/io/hnvgateway/lab/netns/sweep.sh

sweep_dead_runs() {
    local line
    bash "$SWEEP" | while read -r line; do say "$line"; done
}
