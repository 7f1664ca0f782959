#!/bin/bash
# What people read, in the order and the words of the office: leaders by rank, requests as
# requests, limits that move no deadline, refusals that name the thing and the way out.
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
# the last to be entered is the first in rank
run person add name=领导丙 role=leader rank=1
run add tasks title=一号 unit=林家村 owner=村干部甲 lead=领导甲 due=2026-11-04
run add tasks title=二号 unit=建设办 owner=干部甲 lead=领导丙 due=2026-11-06
run add tasks title=三号 unit=督查室 owner=督办员甲 due=2026-11-05
run add tasks title=四号 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-05
run add tasks title=五号 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-25

section 'leaders and units by rank, nobody last'
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
x report overdue --by lead
x report overdue --by unit
x count --by lead
lang=zh
x report overdue --by lead

section 'a request reads as a request'
global=(--home "$XIAOHAO_HOME" --today 2026-11-23)
run --user cadre accept d6
run --user cadre extend d6 --to 2026-12-31 --reason 等材料
run --user leader grant d6
run --user cadre hold d6 --by 县住建局 --until 2026-12-11 --reason 等批复
run --user leader refuse d6 --reason 先办
run --user cadre hold d6 --by 县住建局 --until 2026-12-11 --reason 等批复
run --user leader grant d6
x show d6
lang=en
x show d6

section 'a hold is told once, a limit moves nothing'
x why d6
run --user leader limit d5 --to 2026-12-04 --reason 例会议定
lang=zh
x why d6
x why d5
lang=en
x why d5

section 'the state before the reason'
x --user cadre transfer d6 owner=村干部甲
x extend d5
x reopen d5
x --user leader cancel d2 --reason 不办了
x cancel d2
x return d6

section 'words, not keys'
x unit add name=督查室
x person add unit=督查室
x person add name=某某 role=king
x person add name=某某 colour=red
x place add parent=林家村
x place add name=林家村
x add nothing title=x
lang=zh
x person add name=某某 role=king
x person add name=某某 colour=red
x add nothing title=x

compare
