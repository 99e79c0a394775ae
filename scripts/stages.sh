# shellcheck shell=bash
# Runs the stages of scripts/test: prints each one's name and time, goes on after a failure, counts tests, sums up.
# Sourced.

# Where each stage's output is kept beside being shown.
LOGS=target/test-logs

stage_names=()
stage_lines=()
missing_lines=()
declare -A stage_result=()
total_passed=0
total_failed=0
total_skipped=0

# The numbers that a test runner printed into the log $1, as "passed failed skipped"; nothing where no runner spoke.
# nextest:    Summary [ 1.2s] 15 tests run: 13 passed (1 slow), 1 failed, 1 timed out, 3 skipped
# cargo test: test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
# vitest:          Tests  1 failed | 12 passed | 2 skipped (15)
# node:       # pass 4 / # fail 1 / # skipped 0 (or with the sign of its other reporter)
# What nextest calls skipped was not chosen (ignored tests are forbidden by the rules), so it is not counted.
count_tests() {
    sed -E 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        function number_before(word,   text) {
            text = $0
            if (!match(text, "[0-9]+ " word)) return 0
            return substr(text, RSTART, RLENGTH) + 0
        }
        / tests? run: / && /Summary/ {
            seen = 1; passed += number_before("passed"); failed += number_before("failed")
            failed += number_before("timed out") + number_before("exec failed")
        }
        /^test result: / {
            seen = 1; passed += number_before("passed"); failed += number_before("failed")
            skipped += number_before("ignored")
        }
        /^ +Tests  / {
            seen = 1; passed += number_before("passed"); failed += number_before("failed")
            skipped += number_before("skipped") + number_before("todo")
        }
        /^(#|ℹ) pass [0-9]+$/ { seen = 1; passed += $3 }
        /^(#|ℹ) (fail|cancelled) [0-9]+$/ { failed += $3 }
        /^(#|ℹ) (skipped|todo) [0-9]+$/ { skipped += $3 }
        END { if (seen) print passed + 0, failed + 0, skipped + 0 }'
}

# stage NAME NEEDS COMMAND...: runs the command as a stage. NEEDS is a comma-separated list of earlier stages without
# which it cannot run, or -. A stage without tests of its own counts as one.
stage() {
    local name=$1 needs=$2 start=$SECONDS log code counts passed failed skipped need result
    shift 2
    stage_names+=("$name")
    for need in ${needs//,/ }; do
        if [ "$need" != - ] && [ "${stage_result[$need]:-failed}" != passed ]; then
            skip_stage "$name" "needs \"$need\", which did not pass"
            return
        fi
    done
    printf '\n=== %s\n' "$name"
    log=$LOGS/$(printf '%02d' ${#stage_names[@]})-$name.log
    "$@" 2>&1 </dev/null | tee "$log"
    code=${PIPESTATUS[0]}
    read -r passed failed skipped <<<"$(count_tests "$log")"
    counts="${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
    [ -n "$passed" ] || counts=-
    if [ "$code" -eq 0 ] && [ "${failed:-0}" -eq 0 ]; then
        result=passed
        [ -n "$passed" ] || passed=1
    else
        result=failed
        # A runner that ends badly without naming a test (it did not compile) is one failure.
        [ "${failed:-0}" -gt 0 ] || failed=1
    fi
    if [ "${skipped:-0}" -gt 0 ]; then
        missing_lines+=("$name: $skipped tests were skipped, see $log")
    fi
    total_passed=$((total_passed + ${passed:-0}))
    total_failed=$((total_failed + ${failed:-0}))
    total_skipped=$((total_skipped + ${skipped:-0}))
    note_stage "$name" "$result" $((SECONDS - start)) "$counts"
}

# skip_stage NAME REASON: a stage that cannot run; the reason is said again in the last lines.
skip_stage() {
    total_skipped=$((total_skipped + 1))
    missing_lines+=("$1: $2")
    note_stage "$1" skipped 0 -
}

note_stage() {
    stage_result[$1]=$2
    stage_lines+=("$(printf '%-14s %-8s %5s s   %s' "$1" "$2" "$3" "$4")")
    printf -- '--- %s %s (%s s)\n' "$1" "$2" "$3"
}

# The table, the reasons for every skip, and as very last line the sum. The exit code is 1 if anything failed, or, on a
# build machine, was skipped.
sum_up() {
    local line failed=0
    printf '\n%-14s %-8s %7s   %s\n' stage result time tests
    printf '%s\n' "${stage_lines[@]}"
    printf 'total %s s\n' "$SECONDS"
    for line in "${missing_lines[@]}"; do printf 'SKIPPED %s\n' "$line"; done
    [ "$total_failed" -eq 0 ] || failed=1
    if [ "$total_skipped" -gt 0 ] && [ "${CI:-}" = true ]; then
        printf 'CI=true: a skip counts as a failure\n'
        failed=1
    fi
    printf '%s passed, %s failed, %s skipped\n' "$total_passed" "$total_failed" "$total_skipped"
    return "$failed"
}
