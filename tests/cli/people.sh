#!/bin/bash
# person, unit, place: the leaders' order, and that nobody leaves items behind.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
section 'the leaders'"'"' order'
x unit
x unit order 林家村 建设办
x unit order 林家村 林家村
x unit order 林家村
x unit order 林家村 没有的单位
x person order 干部甲 领导甲 rank=3
x --user cadre unit order 建设办 林家村
section 'somebody leaves'

x person set 干部甲 to=2026-11-20
run add tasks title=又一件 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-10
x person set 干部甲 to=2026-11-20
x assign d1 owner=督办员甲
x set d2 owner=督办员甲
x person set 干部甲 to=2026-11-20
x person
x verify
compare
