# shellcheck shell=bash
# Runs every test and closes with one line: N passed, N failed, N skipped.

run_tests() {
    local status=0
    shellcheck hnv hnvctl scripts/*.sh ipsec-s2s/kernel-hnv/*.sh "$SWEEP" .ci/run appliance-image/{build,test} \
        appliance-image/boot-test/*.sh systemd/bin/* \
        appliance-image/lib/*.sh appliance-image/overlay/etc/initramfs-tools/{hooks,scripts/*}/* ||
        die "shellcheck found faults in the scripts"
    rm -rf ./*/target/surefire-reports
    stamp_start
    run_swept exec_maven --fail-at-end -Dhnv.excludedGroups=none "$@" verify || status=$?
    if [ "$status" -eq 0 ]; then
        stamp_good
    fi
    count_tests || status=1
    exit "$status"
}

# Counts the cases in Surefire's reports (its own sums leave out @Nested classes); fails if no test
# ran or one failed.
count_tests() {
    find . -path './*/target/surefire-reports/TEST-*.xml' -exec cat {} + |
        awk '
            /^ *<testcase / { cases++ }
            /^ *<(failure|error)[ >\/]/ { failed++ }
            /^ *<skipped[ >\/]/ { skipped++ }
            END {
                passed = cases - failed - skipped
                printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
                exit passed == 0 || failed > 0
            }'
}
