#!/bin/bash
# The practice township: the same for the same day and seed, whole, in every colour, never over
# anything else.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

head_of() { "$XH_BIN" --lang en --home "$1" verify | sed -n 's/^Last event: //p'; }

section 'made'
mkdir one
x --today 2026-11-20 demo one --no-open
check 'made, and in an empty folder' [ "$status" -eq 0 ]
check 'verify' "$XH_BIN" --home one verify
check 'nothing is left beside it' [ -z "$(ls -d ./*.part 2>/dev/null)" ]

# The same for the same day and seed, wherever and for whomever: the record and what leaves it.
# (Other accounts: test_demo_property.c.) An interrupted one beside it, which does
# not look like a township, is cleared away.
mkdir -p two.999999.part/config
env -i TZ=America/Los_Angeles LANG=zh_CN.UTF-8 LC_ALL=C "$XH_BIN" --today 2026-11-20 demo two/ --no-open --seed 1 >made 2>&1
check 'same day and seed: the same record' [ "$(head_of one)" = "$(head_of two)" ]
check 'what an interrupted demo left is removed' [ ! -e two.999999.part ]
check 'the events are the same bytes' cmp \
    <(sqlite3 one/xiaohao.db 'SELECT id, action, hex(body), hex(hash), at FROM event') \
    <(sqlite3 two/xiaohao.db 'SELECT id, action, hex(body), hex(hash), at FROM event')
for list in $("$XH_BIN" --home one count --format csv | tail -n +2 | cut -d, -f1); do
    check "export $list is the same" cmp \
        <("$XH_BIN" --home one --today 2026-11-20 list "$list" --format csv) \
        <(TZ=Asia/Tokyo LC_ALL=C "$XH_BIN" --home two --today 2026-11-20 list "$list" --format csv)
done
check 'the weekly sheet is the same' cmp \
    <("$XH_BIN" --home one --today 2026-11-20 report weekly --format csv) \
    <(TZ=Asia/Tokyo LC_ALL=C "$XH_BIN" --home two --today 2026-11-20 report weekly --format csv)

section 'the land: what waits for what, and the three differences meant'
land() { x --home one --user clerk1 --today 2026-11-20 "$@"; }
land land
land balance
land list parcels
land list payments
land begin 地26-009 approval
land check 征26-840 sign --paper-kept 档案柜
land check 征26-871 measure
x --home one --user village1 --today 2026-11-20 balance --check items
land land 项26-02

section 'opening'
export XIAOHAO_HOME=$XH_TMP/mine
(
    "$XH_BIN" --today 2026-11-20 demo --no-open --seed 2 &
    pid=$!
    for _ in $(seq 2000); do [ -e "mine-practice.$pid.part" ] && break; sleep 0.005; done
    kill -9 $pid
    wait $pid
) 2>/dev/null >/dev/null
check 'a killed one left no township' [ ! -e mine-practice ]
x --today 2026-11-20 demo --seed 2
check 'another seed: another one' [ "$(head_of one)" != "$(head_of mine-practice)" ]
check 'its place follows XIAOHAO_HOME' [ -e mine-practice/xiaohao.db ]
check 'the next one is whole' sh -c '"$1" --home mine-practice verify &&
    ! ls -d mine-practice.*.part' - "$XH_BIN"
run --home mine-practice --today 2026-11-20 note 督26-13 改动
x --today 2026-11-20 demo --no-open
check 'one that is there is not made again' sh -c \
    '"$1" --lang en --home mine-practice show 督26-13 | grep -q 改动' - "$XH_BIN"
section 'nothing else is touched'
mkdir folder && echo precious >folder/file
echo precious >file
run init real --name 沿江镇
ln -s folder link
x demo folder
x demo file
x demo real
x demo link
x demo one two
x demo one --seed x
check 'the file is whole' grep -q precious file
check 'the folder is whole' grep -q precious folder/file
check 'the real township is whole' "$XH_BIN" --home real verify
check 'and still a real one' sh -c '! "$1" --home real --user nobody list all' - "$XH_BIN"
compare
