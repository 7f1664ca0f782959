#!/bin/bash
# gates: two lists that wait for each other, wrong orders refused with their article, a village
# crossed off with its sample.
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small 2026-03-02
day() { global=(--home "$XIAOHAO_HOME" --today "$1"); }
run add projects title=示例项目 unit=建设办 lead=领导甲 due=2026-12-31 handover=2026-12-20
run add parcels parent=p1 title=示例地块 place=林家村 lead=领导甲 unit=建设办 owner=干部甲
for i in 1 2 3 4 5 6; do
    run add households parent=p1 title=户00$i place=林家村/一组 area=1 lead=领导甲 unit=林家村 \
        owner=村干部甲
done
each() {                        # VERB STEP [OPTION...]: of every household
    local i verb=$1 step=$2
    shift 2
    for i in ${houses:-1 2 3 4 5 6}; do run --user village "$verb" "z$i" "$step" "$@"; done
}

section 'measuring waits for the first notice'
each check visit
x --user village check z1 measure
x show k1
x why k1 approval
x why z1 measure
run begin k1 prenotice
each check measure
x list households --where undone=measure
section 'signing waits until the second notice is over'
each begin notice
day 2026-03-17
each check notice --on 2026-03-16 --link https://example.invalid/notice
for s in ground survey risk; do run check k1 $s --link https://example.invalid/a; done
run check k1 prenotice --on 2026-03-16 --link https://example.invalid/a
x check k1 notice
x skip k1 notice --reason 工期紧
run check k1 draft
run begin k1 notice
x check k1 notice --link https://example.invalid/a
x --user village check z1 sign --link https://example.invalid/z1
day 2026-04-16
run check k1 notice --link https://example.invalid/a
day 2026-04-17
houses='1 2 3 4' each check sign --link https://example.invalid/z
section 'a wrong order names its article'
x --user village check z1 vacate
lang=zh
x --user village check z1 vacate
lang=en
section 'the application says how many are unsigned, and wants the reason'
run --user leader skip k1 hearing --reason 没有人要求
for s in register sign funds; do run check k1 $s --link https://example.invalid/a; done
x begin k1 approval
lang=zh
x begin k1 approval
lang=en
x begin k1 approval --reason 两户外出,已在申请中说明
x check k1 approval --link https://example.invalid/a
run set k1 approval_no=示例文号
x check k1 approval --link https://example.invalid/a
x show k1
section 'taking a signature back is told'
x --user village uncheck z1 sign
run --user village check z1 sign --link https://example.invalid/z
section 'handed over when all households are'
houses='5 6' each check sign --link https://example.invalid/z
each check pay --link https://example.invalid/z
houses='1 2 3 4 5' each check vacate
houses='1 2 3 4 5' each check hand
run check k1 announce --link https://example.invalid/a
run check k1 pay --link https://example.invalid/a
run check k1 vacate
x check k1 hand --link https://example.invalid/a
run --user village check z6 vacate
run --user village check z6 hand
x check k1 hand --link https://example.invalid/a

# ---- the sample: its number and codes differ from run to run, so they are proved, not shown ----
run apply p1 --place 林家村 && cp "$XH_TMP/stdout" "$XH_TMP/applied"
seed=$(grep -o 'number [0-9a-f]*' "$XH_TMP/applied" | cut -d' ' -f2)
drawn=$(sed -n 's/.*number [0-9a-f]*: //p' "$XH_TMP/applied")
again=$(for i in 1 2 3 4 5 6; do
    printf '%s 征26-00%d\n' "$(printf '%s 征26-00%d' "$seed" "$i" | sha256sum | cut -c1-64)" "$i"
done | sort | head -n 3 | cut -d' ' -f2 | sort | paste -sd, | sed 's/,/, /g')
check 'three of six are drawn, and anybody can draw them again' test "$drawn" = "$again" -a -n "$seed"
run report acceptance p1 --place 林家村
check 'the sheet to take along names them' \
    test "$(grep -o '征26-00[1-6]' "$XH_TMP/stdout" | paste -sd, | sed 's/,/, /g')" = "$drawn"
check 'and the number' grep -q "$seed" "$XH_TMP/stdout"
run report acceptance p1 --format csv
check 'the same for programs' \
    test "$(cut -d, -f7 "$XH_TMP/stdout" | tail -n +2 | paste -sd, | sed 's/,/, /g')" = "$drawn"
run set z1 lead=领导甲
for i in 2 3 4 5 6; do run set z$i lead=领导乙; done
run --user leader report acceptance p1 --place 林家村
check 'who reads all of them has every name' test "$(grep -c '\*\*\*' "$XH_TMP/stdout")" -eq 0
run --user leader report acceptance p1 --place 林家村 -o drawn.txt
check 'a file has the names one may take away' test "$(grep -c '\*\*\*' drawn.txt)" -ge 2
check 'and says how many it has not' \
    grep -q "^ *$(grep -c '\*\*\*' drawn.txt) more of items you may not take away" drawn.txt
run --user leader report acceptance p1 --place 林家村 -o drawn.csv
check 'so does the way to a file for programs' \
    grep -q 'more of items you may not take away' "$XH_TMP/stderr"
for i in 2 3 4 5 6; do run set z$i lead=领导甲; done
run show p1
check 'the project shows it' grep -q "number $seed: $drawn" "$XH_TMP/stdout"
for i in 1 2 3 4 5 6; do run --user village withdraw z$i; done
run apply p1 --place 林家村
check 'taken back and applied for again it is the same draw' grep -q "number $seed: $drawn" "$XH_TMP/stdout"
section 'reports of it'
x report acceptance
x report acceptance p1 --by unit
x report acceptance p1 --owner 干部甲
x report acceptance p1 --all
x report acceptance p1 --place 林家村/一组
x report overdue p1
section 'the village is crossed off once'
x --user leader approve p1 --place 林家村
x --user leader approve p1 --place 林家村
x report acceptance k1
compare
