#!/bin/bash
# `add --line`: an order by mouth, in one line. How days and names are read is tests/model/test_oral.c.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

do_it() { run "$@"; [ "$status" -eq 0 ] || { printf 'not ok %s\n' "$*"; cat "$XH_TMP/stderr"; failed=1; }; }

lang=zh
run --today 2026-11-20 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
do_it unit add name=建设办 level=town rank=20
do_it unit add name=村镇建设办公室 level=town rank=30
do_it place add name=林家村
do_it person add name=林德顺 login=cadre role=handler unit=建设办 rank=50
do_it person add name=王同名 role=handler unit=建设办 rank=60
do_it person add name=王同名 role=handler unit=村镇建设办公室 rank=61

section 'one line is a whole item'
x add tasks --line '林家村 签完 林德顺 周五前 !'
x list tasks --format csv
x add tasks --line 'ljc 围墙 下周三'
section 'a field given beside it counts first'
x add tasks --line '林家村 道路 林德顺 月底前' due=2026-12-10 unit=村镇建设办公室
x list tasks --text 道路 --format json
section 'what may be several is refused, and nothing is done'
x add tasks --line '报表 王同名 周五前'
x add tasks --line '村镇办 修路 周五前'
x add tasks --line '报表 王同名 周五前' 'owner=#4'
x count tasks
section 'an urgent instruction is the list'\''s own choice'
x add instructions --line '道路塌陷 林德顺 明天 急'
x list instructions --format csv
section 'what does not go'
bad add tasks --line ''
bad add tasks --line '林德顺 周五前'
bad add nothing --line '修路'
bad --user cadre add tasks --line '修路'
section 'in English'
lang=en
x add tasks --line '林家村 清淤 林德顺 两天内 本周三前'

compare
