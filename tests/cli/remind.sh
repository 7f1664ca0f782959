#!/bin/bash
# Reminders (OFFICE 15): the texts by person, what never stands in them, and that only what was sent is
# counted.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run add tasks title=河道清淤 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-24 report_every=none
run add tasks title=路灯维修 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-30 report_every=none
run add tasks title=背街小巷 unit=财政所 lead=领导甲 due=2026-11-25 report_every=none
run add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2026-11-10 report_every=none
for i in 1 2 3; do
    run add households title=户主$i parent=p1 unit=林家村 place=林家村/一组 owner=村干部甲 lead=领导甲 \
        area=1 phone=13800000000
done
run --user cadre accept d1
global=(--home "$XIAOHAO_HOME" --today 2026-11-27)
lang=zh

section '四种文字, 一人一段'
x --user clerk remind
section '一种, 一项, 一个人的'
x --user clerk remind --kind overdue --owner 干部甲
x --user clerk remind d1
x --user clerk remind d2 --kind overdue
section '看不记次数, 发了才记'
x show d1
x --user clerk remind d1 --kind overdue --record
x --user clerk remind --kind overdue --owner 干部甲 --record -o 催办.txt
cat 催办.txt >>"$transcript"
x show d1
x why d1
x --user clerk undo
x --user clerk list tasks --where remind=overdue
section '没有可催的'
x --user clerk remind --kind due --owner 领导乙
section '写错了'
x --user clerk remind --kind lunch
x --user clerk remind --record
x --user clerk remind -o 催办.pdf
x --user clerk remind d99
x --user village remind d1 --kind overdue --record
run verify
say "verify $status"
compare
