#!/bin/bash
# tests/run: what it counts, what it prints last, what its exit status says.
# shellcheck disable=SC2016  # the scripts played are in single quotes on purpose
set -u
cd "$XH_TMP" || exit 1
mkdir -p tests/a build/tests
cp "$XH_ROOT/tests/run" tests/
failed=0

script() { { echo '#!/bin/bash'; cat; } >"tests/a/$1.sh"; chmod +x "tests/a/$1.sh"; }
# expect NAME STATUS SUMMARY: of all the scripts there are now
expect() {
    tests/run build >out 2>&1
    if [ $? -eq "$2" ] && [ "$(tail -n 1 out)" = "$3" ]; then
        echo "ok $1"
    else
        echo "not ok $1"
        sed 's/^/    /' out
        failed=1
    fi
    rm -f tests/a/*
}

script one <<<'exit 0'
expect 'a silent script counts as one' 0 '1 passed, 0 failed'
script two <<<'echo ok a; echo ok b'
expect 'its ok lines count' 0 '2 passed, 0 failed'
script bad <<<'echo ok a; echo not ok b; echo why; exit 1'
script two <<<'echo ok a'
expect 'not ok fails' 1 '2 passed, 1 failed'
script die <<<'echo ok a; kill -SEGV $$'
expect 'dying fails' 1 '1 passed, 1 failed'
script skip <<<'exit 77'
script two <<<'echo ok a; echo skip b'
expect 'skipped is said' 0 '1 passed, 0 failed, 2 skipped'
script part <<<'printf "[  PASSED  ] 3 test(s).\n[  FAILED  ] 2 test(s), listed below:\n"; exit 2'
expect 'cmocka is understood' 1 '3 passed, 2 failed'
script in <<<'! read -r line && [ -z "${LANG:-}${DISPLAY:-}" ] && [ "$HOME" = "$XH_TMP" ]'
expect 'no input, clean environment' 0 '1 passed, 0 failed'
script slow <<<'sleep 60'
XH_TEST_TIMEOUT=1 expect 'what hangs is ended' 1 '0 passed, 1 failed'
touch tests/a/test_gone.c
expect 'a program that was not built fails' 1 '0 passed, 1 failed'
expect 'no test at all is no success' 1 '0 passed, 0 failed'
exit $failed
