#!/bin/bash
# The exit codes scripts rely on (DESIGN 8), one way to each.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

expect() {
    local name=$1 want=$2
    shift 2
    run "$@"
    if [ "$status" -eq "$want" ]; then ok "$want: $name"; else
        not_ok "$want: $name (was $status)"
        sed 's/^/    /' "$XH_TMP/stderr"
    fi
}

expect 'no township' 1 list all
expect 'nothing typed, no township' 1
expect 'version' 0 --version
expect 'help' 0 help
small
expect 'nothing typed' 0
expect 'a list' 0 list all
expect 'an empty list' 0 list households
expect 'nothing overdue' 0 report overdue
expect 'no such item' 1 show d7
expect 'not ready' 1 apply d1
expect 'no such person' 1 --user nemo list all
expect 'usage' 2 apply
expect 'no such command' 2 appli d1
expect 'bad value' 2 list all --colour blue

cp -R "$XIAOHAO_HOME" bad
sed -i 's/^name: .*/nmae: x/' bad/config/township.yaml
global=(--home "$XH_TMP/bad" --today 2026-11-02)
expect 'bad configuration' 3 config check
expect 'bad configuration is not put in force' 3 config apply --yes
expect 'and the rest goes on' 0 list all

global=()
mkdir junk && echo 'this is no database' >junk/xiaohao.db
expect 'a foreign file' 4 --home "$XH_TMP/junk" list all
mkdir link && ln -s "$XIAOHAO_HOME/xiaohao.db" link/xiaohao.db
expect 'a symbolic link' 4 --home "$XH_TMP/link" list all
mkdir dir && mkdir dir/xiaohao.db
expect 'a folder of that name' 4 --home "$XH_TMP/dir" list all
check 'what was refused is untouched' grep -q 'this is no database' junk/xiaohao.db

global=(--home "$XIAOHAO_HOME" --today 2026-11-02)
expect 'not one of yours' 6 --user village show d1
expect 'role' 6 --user cadre add tasks title=x
expect 'own work' 6 --user cadre limit d1 --to +9
run --user cadre check d1 scheme
run --user cadre check d1 work
run --user cadre check d1 proof --paper-kept 档案柜
run --user cadre set d1 result=已修好
expect 'applied' 0 --user cadre apply d1
expect 'two people' 6 --user cadre approve d1
expect 'a second person' 0 --user leader approve d1
expect 'not twice' 1 --user leader approve d1
if [ -w /dev/full ]; then
    "$XH_BIN" --home "$XIAOHAO_HOME" list all >/dev/full 2>"$XH_TMP/stderr"
    check '4: output that cannot be written' test $? -eq 4
fi
exit "$failed"
