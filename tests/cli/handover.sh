#!/bin/bash
# `report handover`: what somebody leaves behind - every open row, promises, missing evidence,
# orders, requests - and whom it goes to.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

do_it() { run "$@"; [ "$status" -eq 0 ] || { printf 'not ok %s\n' "$*"; cat "$XH_TMP/stderr"; failed=1; }; }

small
lang=zh
do_it person add name=干部乙 login=other role=handler unit=建设办 rank=55
do_it add tasks title=排水管网 unit=建设办 owner=干部乙 handler=干部甲 due=2026-11-25
do_it add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2027-01-29 report_every=none
do_it add households title=户主1 parent=p1 unit=建设办 place=林家村/一组 owner=干部甲 lead=领导甲 area=1
do_it --user cadre accept z26-001
do_it --user cadre visit z26-001 --on 11-02 --promise 请测绘公司复量 --due 11-03
do_it --user cadre extend d1 --to 2026-12-10 --reason 材料未到
do_it --user clerk supervise d1 --demand 限期办结

global=(--home "$XIAOHAO_HOME" --today 2026-11-06)
section 'nobody named yet: rows without a new owner are named'
x --user cadre report handover 干部甲
section 'to somebody'
x report handover 干部甲 --to 干部乙 --width 80
section 'on paper'
run --user clerk report handover 干部甲 --to 干部乙 -o h.pdf
check 'it says how many' grep -q '共 4 行' "$XH_TMP/stdout"
pdftotext -layout h.pdf h.txt
for words in 试验镇工作交接清单 督26-1 项26-01 '户 1' 材料未到 移交人签字 接手人签字; do
    check "the PDF says $words" grep -q "$words" h.txt
done
run --user clerk report handover 干部甲 -o h.xlsx
check 'deadlines are days in the workbook' \
    grep -q '<v>46351</v>' <(unzip -p h.xlsx xl/worksheets/sheet1.xml)
section 'what was promised is private to others'
x --user leader report handover 干部甲 --width 80
section 'nothing in hand'
x report handover 领导乙 --width 80
section 'what does not go'
bad report handover
bad report handover 无此人
bad report handover 干部甲 --to 干部甲
bad report handover 干部甲 --to 无此人
bad report handover 干部甲 --list tasks
x report handover 干部甲 --format csv
bad report overdue 干部甲

compare
