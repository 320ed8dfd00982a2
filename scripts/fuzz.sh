# shellcheck shell=bash
# Searches with each Jazzer fuzz test in turn, bounded in time. `./hnv test` only replays the kept
# inputs (src/test/resources/…/<Class>Inputs/<method>/); here new ones are looked for, on a corpus
# that grows in target/fuzz. A finding is written there as crash-*: fix it, then keep the input.

readonly FUZZ=target/fuzz

# run_fuzzers [SECONDS] [NAME]
run_fuzzers() {
    local seconds=30 findings=0 searched=0 class module method
    if [[ ${1:-} =~ ^[0-9]+$ ]]; then
        seconds=$1
        shift
    fi
    local wanted=${1:-}
    mkdir -p "$FUZZ"
    maven -q test-compile dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath.txt || die "the build failed"
    while read -r module class method; do
        [[ $class.$method == *"$wanted"* ]] || continue
        searched=$((searched + 1))
        say "searching with $class.$method for $seconds s"
        search "$module" "$class" "$method" "$seconds" || findings=$((findings + 1))
    done < <(fuzz_tests)
    [ "$searched" -gt 0 ] || die "no fuzz test's name contains '$wanted'"
    printf '%d passed, %d failed\n' $((searched - findings)) "$findings"
    [ "$findings" -eq 0 ]
}

# Lines of module, class and method, read from the sources.
fuzz_tests() {
    local file module
    while read -r file; do
        module=${file#./}
        awk -v module="${module%%/*}" '
            /^package / { package = $2; sub(/;.*/, "", package) }
            /^ *(public |final |abstract )*class / && !class {
                class = $0; sub(/.*class /, "", class); sub(/[^A-Za-z0-9_].*/, "", class)
            }
            /@FuzzTest/ { found = 1 }
            found && match($0, /void [A-Za-z0-9_]+\(/) {
                print module, package "." class, substr($0, RSTART + 5, RLENGTH - 6)
                found = 0
            }' "$file"
    done < <(grep -rl --include='*.java' '^ *@FuzzTest' ./*/src/test | sort)
}

# search MODULE CLASS METHOD SECONDS
search() {
    local module=$ROOT/$1 class=$2 method=$3 seconds=$4
    local corpus=$ROOT/$FUZZ/corpus/$class/$method log=$ROOT/$FUZZ/$class.$method.log
    local kept="$module/src/test/resources/${class//.//}Inputs/$method" inputs=()
    [ ! -d "$kept" ] || inputs+=("$kept")
    mkdir -p "$corpus"
    (
        cd "$FUZZ"
        "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}" -Xmx2g -Dhnv.memory.checked=true \
            -Dhnv.root="$ROOT" -Dlogback.configurationFile="$ROOT/config/logback-test.xml" \
            -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/test-classpath.txt")" \
            com.code_intelligence.jazzer.Jazzer --target_class="$class" --target_method="$method" \
            --instrumentation_includes='io.hnvgateway.**' --reproducer_path="$ROOT/$FUZZ" \
            -max_total_time="$seconds" -artifact_prefix="$ROOT/$FUZZ/" "$corpus" "${inputs[@]}"
    ) </dev/null >"$log" 2>&1 && return
    sed -n '/== Java Exception/,/^== libFuzzer/p; /^artifact_prefix/p' "$log" | head -n 40
    say "found something with $class.$method; the whole log is $log"
    return 1
}
