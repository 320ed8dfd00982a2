# shellcheck shell=bash
# Runs every test and closes with one line: N passed, N failed, N skipped.

run_tests() {
    local status=0
    shellcheck hnv hnvctl scripts/*.sh .ci/run || die "shellcheck found faults in the scripts"
    rm -rf ./*/target/surefire-reports
    stamp_start
    run_swept maven --fail-at-end -Dhnv.excludedGroups=none "$@" verify || status=$?
    if [ "$status" -eq 0 ]; then
        stamp_good
    fi
    count_tests || status=1
    exit "$status"
}

# Adds up Surefire's reports; fails if no test ran or one failed.
count_tests() {
    find . -path './*/target/surefire-reports/TEST-*.xml' -exec grep -ho '<testsuite [^>]*' {} + |
        awk '
            function attribute(name) {
                if (!match($0, " " name "=\"[0-9]+\"")) return 0
                return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0
            }
            {
                bad = attribute("errors") + attribute("failures")
                failed += bad
                skipped += attribute("skipped")
                passed += attribute("tests") - attribute("skipped") - bad
            }
            END {
                printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
                exit passed == 0 || failed > 0
            }'
}
