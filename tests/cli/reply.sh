#!/bin/bash
# `reply`: the marks of a meeting, written by hand on the final sheet, keyed in by 序号: what is
# said before it counts, what is refused and why, what stands in the record afterwards.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

on() { global=(--home "$XIAOHAO_HOME" --today "2026-$1"); }

# what the scene is made of must be accepted
do_it() { run "$@"; [ "$status" -eq 0 ] || { printf 'not ok %s\n' "$*"; cat "$XH_TMP/stderr"; failed=1; }; }

lang=zh
run --today 2026-11-02 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
on 11-02
do_it unit add name=督查室 level=town rank=10
do_it unit add name=建设办 level=town rank=20
do_it unit add name=财政所 level=town rank=30
do_it place add name=丁村
do_it person add name=督办员甲 login=clerk role=supervisor unit=督查室 rank=40
do_it person add name=领导甲 login=leader role=leader rank=10
do_it person add name=领导乙 login=leader2 role=leader,handler unit=建设办 rank=20
do_it person add name=干部甲 login=cadre role=handler unit=建设办 rank=50
task() { do_it add tasks unit=建设办 lead=领导甲 "$@"; }
task title=消防通道整治 owner=干部甲 due=2026-11-10                 # d1 late
task title=路灯维修 owner=干部甲 due=2026-11-11                     # d2 late, limit ordered since the sheet
task title=排口溯源 owner=干部甲 due=2026-12-10                     # d3 in review
task title=桥梁加固 owner=干部甲 due=2026-12-10                     # d4 in review, returned since
task title=雨污管网改造 owner=干部甲 due=2026-11-24                 # d5 asks for more time
task title=补贴核查 owner=干部甲 due=2026-11-12                     # d6 late, crossed off since
task title=档案整理 owner=干部甲 due=2026-11-23                     # d7 due, extended since
do_it add tasks title=食堂改造 unit=建设办 lead=领导乙 owner=领导乙 due=2026-12-11 # d8: a leader's own work
do_it add projects title=园区大道 unit=建设办 owner=干部甲 lead=领导甲 handover=2026-11-16
for i in 1 2 3; do do_it add households parent=p1 title=示例户$i place=丁村 owner=干部甲 area=3.5; done
for d in d1 d2 d3 d4 d5 d6 d7 d8; do run --user cadre accept $d; done
# finish WHO CODE: everything before the application, and that
finish() {
    for s in scheme work; do do_it --user "$1" check "$2" $s; done
    do_it --user "$1" check "$2" proof --link https://example.invalid/a
    do_it --user "$1" set "$2" result=已办结
}
on 11-17
for d in d3 d4 d6; do finish cadre $d; done
for d in d3 d4; do do_it --user cadre apply $d; done
do_it --user cadre extend d5 --to 2026-12-04 --reason 配件未到

section 'no final sheet yet'
x --user clerk reply
on 11-20
do_it --user clerk report weekly --final
on 11-23
do_it --user leader limit d2 --to 2026-11-25 --reason 电话催办
do_it --user leader return d4 --reason 照片不清
do_it --user cadre apply d6
do_it --user leader approve d6
do_it --user cadre extend d7 --to 2026-12-02 --reason 人手不足
do_it --user leader grant d7

section 'the rows, before anything is keyed in'
x --user clerk reply
x --user clerk reply 1/2026
x --user clerk reply 9
bad --user clerk reply 第1期 --edition 2
bad --user clerk reply abc marks.txt
bad --user clerk reply marks.txt

section 'who may'
printf '1 d11-27\n' >one.txt
printf 'scan of the marked sheet\n' >scan.txt
x --user cadre reply one.txt --chair 领导甲
x --user clerk reply one.txt
x --user clerk reply one.txt --chair 干部甲
x --user clerk reply one.txt --chair 领导甲 --paper nothing.jpg

n_of() { "$XH_BIN" --lang zh "${global[@]}" --user clerk reply | awk -v c="$1" '$2 == c || index($0, c) { print $1; exit }'; }
late=$(n_of 消防通道) since=$(n_of 路灯) review=$(n_of 排口) back=$(n_of 桥梁) asked=$(n_of 雨污)
closed=$(n_of 补贴) moved=$(n_of 档案) group=$(n_of 园区)
[ -n "$group" ] || group=$(n_of 丁村)

section 'every line is looked at; nothing is written while one is wrong'
cat >marks.txt <<END
# 第46期
$late d11-27 n 先补台账
x$review
$since d5
$back x
$closed d11-27
$moved d11-27
$late s
99 x
$asked z
12x3
END
x --user clerk reply 1 marks.txt --chair 领导甲 --paper scan.txt
x --user clerk reply 1 marks.txt --chair 领导甲 --paper scan.txt --dry-run
run show d1
check 'nothing was written' bash -c '! grep -q 限期 "$0"' <(grep '^限期' "$XH_TMP/stdout")
check 'and nobody is in the chair' test ! -e "$XIAOHAO_HOME/meetings/reply-2026-1-1"

section 'the good ones, in another order of typing'
x --user clerk reply 1 marks.txt --chair 领导甲 --paper scan.txt --good-ones
section 'the same lines again are no mistake, another mark is'
printf '%s ｄ１１－２７ ｎ 先补台账\nｘ%s\n' "$late" "$review" >again.txt
x --user clerk reply 1 again.txt
printf '%s d11-30\n%s -\n' "$late" "$review" >other.txt
x --user clerk reply 1 other.txt

section 'an extension to another day than was asked; a group; words; nothing; an order'
"$XH_BIN" --lang zh "${global[@]}" --user clerk reply 1 >rows 2>&1 <<END
$asked e11-30
$group d5 s
$since n 盯紧
$moved -
END
say "$(cat rows)"
printf '%s 限（11-27）批 先补台账\r\n' "$late" | iconv -f UTF-8 -t GB18030 >gb.txt
x --user clerk reply gb.txt
x show d5
x show d1
x show d3
run show d2
check 'the words lead, on paper too' grep -q '：盯紧（周报2026年第1期序号2会议意见，' "$XH_TMP/stdout"
x --user clerk order list
x --user clerk report minutes --no reply-2026-1-1

section 'taken back, a row can be marked anew'
run --user clerk reply 1 </dev/null
action=$(sed -n "s/^act [0-9]* [0-9]* //p" "$XIAOHAO_HOME/meetings/reply-2026-1-1" | sed -n 2p)
do_it --user clerk undo "$action"
run --user clerk reply 1
say "$(tail -2 "$XH_TMP/stdout")"

section 'the chair has worked on it: two people'
finish leader2 d8
do_it --user leader2 apply d8
run --user cadre apply d4
on 11-24
do_it --user clerk report weekly --final
n8=$(n_of 食堂) n4=$(n_of 桥梁)
printf '%s x\n' "$n8" >eight.txt
x --user clerk reply eight.txt --chair 领导乙 --paper scan.txt
x --user clerk reply eight.txt --chair 领导甲 --paper scan.txt
section 'return, with the reason'
printf '%s r 材料不全 重新公示\n' "$n4" >return.txt
x --user clerk reply return.txt
x --user clerk show d4

section 'the record is whole'
run verify
check 'the record is whole' grep -q '完整' "$XH_TMP/stdout"
say "$(grep -v '^校验\|^最后\|^核对' "$XH_TMP/stdout" | head -8)"

compare
