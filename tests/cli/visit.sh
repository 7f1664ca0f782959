#!/bin/bash
# Visits (走访): recorded, promises kept, broken ones found, what was said kept private, what is due.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2027-01-29 report_every=none
for i in 1 2 3; do
    run add households title=户主$i parent=p1 unit=建设办 place=林家村/一组 owner=干部甲 lead=领导甲 area=1
done
for i in 1 2 3; do run --user cadre accept z26-00$i; done
lang=zh
global=(--home "$XIAOHAO_HOME" --today 2026-11-04)

section '登记一次'
x --user cadre visit z26-001 --on 11-03 --with 村民代表 --stance talking --demand 多算0.3亩坡地 \
    --promise 请测绘公司复量 --due 11-06 --objection 不同意评估 --next 11-05
x --user cadre visit z26-002 --stance refuses
x --user cadre show z26-001
section '几户一次'
x --user cadre visit z26-001 z26-002 z26-003 --stance willing
section '到期的'
x --user cadre visit
x --user cadre visit --due
global=(--home "$XIAOHAO_HOME" --today 2026-11-09)
x --user cadre visit --due
x --user cadre visit --format csv
x --user cadre visit --owner 干部甲 --format json
x --user cadre list households --where visit=broken
x --user cadre count households --where visit=open
x --user cadre why z26-001
section '别人看不到原话'
x --user leader visit
x --user leader visit --format csv
x --user leader show z26-001
x --user leader unmask z26-001 visit:1 --reason 接访
x --user leader unmask z26-001 visit:9 --reason 接访
section '兑现'
x --user cadre visit z26-001 --kept
x --user cadre visit z26-001 --kept
x --user cadre undo
x --user cadre visit z26-001 --kept 1 --on 11-06
x --user cadre visit z26-002 --kept 7
x --user cadre visit
x --user cadre why z26-001
section '代录, 撤销'
x --user clerk visit z26-003 --for 干部甲 --demand 要现房
x --user clerk undo
x --user village visit z26-003 --demand 要现房
x --user cadre list households --where visit=never
section '写错了'
bad --user cadre visit z26-001 --on 11-10
bad --user cadre visit z26-001 --stance perhaps
bad --user cadre visit z26-001 --promise 复量
bad --user cadre visit z26-001 --due 11-20
bad --user cadre visit z26-001 --promise 复量 --due 2026-11-01
bad --user cadre visit z26-001 --next 2026-11-01
bad --user cadre visit z26-001 --kept 1 --demand x
bad --user cadre visit z26-001 --kept 0
bad --user cadre visit z26-001 --owner 干部甲
bad --user cadre visit --demand x
bad --user cadre visit --due 11-20
bad --user cadre visit z26-001 --due
bad --user cadre visit z26-999
bad --user cadre visit z26-001 --who 无此人
bad --user leader visit z26-001 --demand x
bad --user cadre list households --where visit=soon
run verify
say "verify $status"
compare
