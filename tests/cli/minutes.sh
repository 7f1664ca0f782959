#!/bin/bash
# `report minutes`: what a meeting decided, as text. The screen records it; here its file is
# laid out by hand.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

do_it() { run "$@"; [ "$status" -eq 0 ] || { printf 'not ok %s\n' "$*"; cat "$XH_TMP/stderr"; failed=1; }; }

lang=zh
run --today 2026-11-23 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
global=(--home "$XIAOHAO_HOME" --today 2026-11-23)
do_it unit add name=建设办 level=town rank=20
do_it person add name=督办员甲 login=clerk role=supervisor unit=建设办 rank=40
do_it person add name=领导甲 login=leader role=leader rank=10
do_it person add name=干部甲 login=cadre role=handler unit=建设办 rank=50
do_it add tasks title=消防通道整治 owner=干部甲 unit=建设办 lead=领导甲 due=2026-12-10
do_it add tasks title=路灯维修 owner=干部甲 unit=建设办 lead=领导甲 due=2026-12-20

section 'no meeting yet'
x report minutes

mkdir -p "$XIAOHAO_HOME/meetings"
meeting() {
    cat <<END
xiaohao-meeting 1
kind 周例会
session 2026年第46期
met 2026-11-23
chair 3
chair-name 领导甲
recorder 2
recorder-name 督办员甲
sheet-year 2026
sheet-no 46
$1
row 1
code 督26-1
title 消防通道整治
item 1
cell unit=建设办
cell owner=干部甲
what limit
day 2026-11-27
text 先拖车,后立桩
row 2
code 督26-2
title 路灯维修
item 2
what agreed
done 1
row 5
code 督26-3
title 雨污管网改造
END
}
meeting '' >"$XIAOHAO_HOME/meetings/2026-11-23-1"
section 'the form the chair signs'
x report minutes
x report minutes --width 44

meeting 'confirmed 2026-11-23' >"$XIAOHAO_HOME/meetings/2026-11-23-2"
section 'the minutes: the last meeting, or the one named'
x --user clerk report minutes
x report minutes --no 2026-11-23-1 -o form.txt
check 'a file is the page' grep -q '试验镇周例会议定意见单' form.txt
run report minutes --no 2026-11-23-2 -o minutes.pdf
for words in 试验镇周例会会议纪要 '限期 11-27。先拖车,后立桩' '未议(1项)' 主持人签字; do
    check "the PDF says $words" grep -qF -- "$words" <(pdftotext -layout minutes.pdf -)
done
x --user cadre report minutes

section 'what does not go'
bad report minutes --by unit
x report minutes --format csv
bad report minutes --width 10
bad report minutes --no 2026-01-01-1
bad report minutes --no ../xiaohao.db
printf 'nothing of ours\n' >"$XIAOHAO_HOME/meetings/2026-11-23-3"
bad report minutes

compare
