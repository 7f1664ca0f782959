#!/bin/bash
# Looking and taking away are two rights (ENGINE 28): every way rows and figures leave - into a
# file, to a printer, for programs - asks for the second, and the refusal names who has it.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

do_it() { run "$@"; [ "$status" -eq 0 ] || { not_ok "$*"; cat "$XH_TMP/stderr"; }; }

# Each: command | ways out. What must stand here follows from `help`, below.
table='
list tasks                      | file print csv
list all                        | file print csv
show d1                         | file print csv
count                           | csv
count tasks --by unit           | csv
stats                           | file print csv
stats tasks --by unit           | file print csv
report overdue                  | file print csv
report due                      | file print csv
report due --next-week          | file print csv
report new                      | file print csv
report closed                   | file print csv
report weekly                   | file print csv
report weekly --by unit         | file print
report weekly --no 1            | file print csv
report pack                     | file print csv
report minutes                  | file print csv
report acceptance p1 --place 林家村 | file print csv
report approval d2              | file print csv
report certificate d3           | file print csv
report visits                   | file print csv
report handover 干部甲          | file print csv
land                            | file print csv
land p1 --by group              | file print csv
unsigned                        | file print csv
unsigned p1                     | file print csv
map p1                          | file print csv
balance                         | file print csv
balance --check red_line        | file print csv
visit                           | csv
order                           | csv
order list                      | csv
order show r1                   | file print csv
order print r1                  | file print csv
remind                          | text
export tasks                    | records
'

# ---- a township with something of everything ----

small
run add tasks title=消防通道整治 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-05
run add tasks title=背街小巷整治 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-30
run add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31
for i in 1 2 3; do
    do_it add households title=户00$i parent=p1 unit=林家村 place=林家村 owner=村干部甲 area=1
done
do_it add parcels title=地块 parent=p1 place=林家村 area=3 owner=干部甲
sed -i 's/^  supervisor:/  watcher:\n    name: 列席人员\n    may:\n      - {do: [read, instruct, visit, remind], on: all}\n&/' \
    "$XIAOHAO_HOME/config/township.yaml"
do_it config apply --yes
do_it person add name=列席人员甲 login=watcher role=watcher unit=建设办
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
for d in d2 d3; do
    do_it --user cadre check $d scheme
    do_it --user cadre check $d work
    do_it --user cadre check $d proof --paper-kept 档案柜
    do_it --user cadre set $d result=已办结
    do_it --user cadre apply $d
done
do_it --user leader approve d3
do_it --user clerk visit z1 --stance talking
do_it --user clerk supervise d1
do_it --user leader order sign r1
do_it --user clerk report weekly --final -o final.txt
mkdir -p "$XIAOHAO_HOME/meetings"
cat >"$XIAOHAO_HOME/meetings/2026-11-20-1" <<'END'
xiaohao-meeting 1
kind 周例会
session 2026年第46期
met 2026-11-20
chair 3
chair-name 领导甲
recorder 2
recorder-name 督办员甲
sheet-year 2026
sheet-no 1
row 1
code 督26-1
title 路灯维修
item 1
what agreed
done 1
END

# ---- every way, tried by two ----

# way NAME: the options of one way out
way() {
    case $1 in
    file) echo '-o taken.pdf' ;;
    text) echo '-o taken.txt' ;;
    records) echo '-o taken.csv' ;;
    print) echo '--print=none' ;;
    csv) echo '--format csv' ;;
    esac
}
lang=en
n=0
while IFS='|' read -r command ways; do
    [ -n "${command// /}" ] || continue
    for w in $ways; do
        share $((n++)) || continue
        # shellcheck disable=SC2046,SC2086
        run --user watcher $command $(way "$w")
        check "$command $(way "$w"): not permitted" [ "$status" -eq 6 ]
        check "$command $(way "$w"): who may" grep -Eq '(Who can: |; ).*督办员甲' "$XH_TMP/stderr"
        check "$command $(way "$w"): nothing left" \
            sh -c '[ ! -s "$1/stdout" ] && ! ls taken.* 2>/dev/null' sh "$XH_TMP"
        [ "$w" != print ] || continue
        # shellcheck disable=SC2046,SC2086
        run --user clerk $command $(way "$w")
        check "$command $(way "$w"): the supervisor may" [ "$status" -le 1 ]
        rm -f taken.*
    done
done <<<"$table"

# ---- nothing is forgotten ----

covers() { grep -Eq "^$1( |$)" <<<"$table"; }
for c in $("$XH_BIN" --lang en help | sed -nE 's/^  ([a-z]+) .*/\1/p'); do
    "$XH_BIN" --lang en help "$c" >page
    grep -Eq -- '--(output|format|print)' page || continue
    check "$c is in the table" covers "$c"
done
run report nothing
for kind in $(sed -nE 's/.*there are //p' "$XH_TMP/stderr" | tr -d ','); do
    check "report $kind is in the table" covers "report $kind"
done
exit "$failed"
