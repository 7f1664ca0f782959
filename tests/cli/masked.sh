#!/bin/bash
# What is private stays masked: every document there is, in every format, is made by somebody who
# may take everything away but sees no private value, and searched for what was planted in it.
# shellcheck disable=SC2034,SC2086,SC2154  # sourced words; commands of several words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

do_it() { run "$@"; [ "$status" -eq 0 ] || { not_ok "$*"; cat "$XH_TMP/stderr"; }; }

# ---- a township with secrets -----------------------------------------------------------------

small
do_it config check
for list in households problems tasks; do
    sed -i 's/^fields:$/&\n  account: {name: 银行卡号, type: text, private: true, show: [handler, print]}\n  identity: {name: 身份证号, type: text, private: true, show: [handler]}/' \
        "$XIAOHAO_HOME/config/lists/$list.yaml"
done
# nobody has to measure or wait here before a village is inspected
sed -i '/^steps:/,/^progress:/{/^steps:/!{/^progress:/!d}}' "$XIAOHAO_HOME/config/lists/households.yaml"
steps='{visit,入户}{measure,丈量}{notice,公示}{sign,签约}{pay,兑付}{vacate,腾空}{hand,交地}'
sed -i "s/^steps:/&$(sed -E 's/\{([a-z]+),([^}]*)\}/\\n  - {id: \1, name: \2}/g' <<<"$steps")/; s/{id: hand, name: 交地}/{id: hand, name: 交地, due: parent.handover}/" \
    "$XIAOHAO_HOME/config/lists/households.yaml"
do_it config apply --yes
do_it add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2026-11-10 investment=100
for i in 1 2; do
    do_it add households title=户主$i parent=p1 unit=林家村 place=林家村/一组 owner=干部甲 lead=领导甲 area=1 \
        phone=1390000410$i account=6222000041074107410$i identity=33030019700101410$i amount=41074.107$i \
        pay_land=4107.4107
done
do_it place add name=上洋村
do_it add households title=户主3 parent=p1 place=上洋村 owner=干部甲 lead=领导甲 area=1 phone=13900004103 account=622200004107410741073
for step in visit measure notice sign pay vacate hand; do do_it check z26-003 $step; done
do_it --user cadre visit z26-003 --on 11-02 --demand 秘密诉求丙
do_it apply p1 --place 上洋村
do_it add payments title=第一批 parent=p1 place=林家村 owner=干部甲 money=20 houses=2 slip=回单号41074107
do_it add problems title=用电增容 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-24 contact=13900004109 \
    account=62220000410741074109 identity=330300197001014109
do_it set d1 account=62220000410741074108 identity=330300197001014108
do_it --user cadre visit z26-001 --on 11-02 --stance refuses --demand 秘密诉求甲 --promise 秘密承诺甲 --due 11-04 \
    --objection 秘密异议甲
do_it --user cadre visit z26-002 --on 11-02 --stance talking --promise 秘密承诺乙 --due 11-30
printf '照片' >现场.jpg
for code in d2 d3; do
    do_it add tasks title=消防通道整治 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-27 account=62220000410741074107
    do_it --user cadre check $code scheme
    do_it --user cadre check $code work
    do_it --user cadre check $code proof --evidence 现场.jpg --paper-kept '督查室档案柜,督办员甲'
    do_it --user cadre set $code result=已办结
    do_it --user cadre apply $code
done
do_it --user leader approve d3
global=(--home "$XIAOHAO_HOME" --today 2026-11-27)
do_it --user clerk supervise d1
do_it --user leader order sign 1
do_it --user clerk supervise p1 --place 林家村
do_it --user clerk report weekly --final
mkdir "$XIAOHAO_HOME/meetings"
cat >"$XIAOHAO_HOME/meetings/2026-11-27-1" <<'END'
xiaohao-meeting 1
kind 周例会
session 2026年第48期
met 2026-11-27
chair 3
chair-name 领导甲
recorder 2
recorder-name 督办员甲
sheet-year 2026
sheet-no 48
confirmed 2026-11-27
row 1
code 督26-1
title 路灯维修
item 1
what agreed
END

secrets='1390000410|6222000041074107|3303001970010141|41074\.107|4107\.4107|回单号41074|秘密'

# ---- what is searched ------------------------------------------------------------------------

# said FILE: the words of a file, without the blanks and lines of its layout
said() {
    case $1 in
    *.pdf) pdftotext -raw "$1" - && pdfinfo "$1" ;;
    *.xlsx) unzip -p "$1" '*.xml' | sed 's/<[^>]*>//g' ;;
    *) cat "$1" ;;
    esac | tr -d ' \n\f'
}

# found FILE: the secrets in it, one a line
found() { said "$1" | grep -oE "$secrets" | sort -u; }

# every command that writes a file, one document a line
documents='list households
list problems
list payments
list tasks
list all
show z26-001
show d1
stats --by owner
land
land p1
unsigned
unsigned p1
map p1
balance
balance p1
order print 1
order print 2
order list
remind
export households
export problems
export payments
export all
report overdue
report due
report due --next-week
report new
report closed
report weekly
report weekly --by unit
report weekly --no 1
report pack
report minutes
report acceptance p1 --place 上洋村
report visits
report visits --all
report approval d2
report certificate d3
report handover 干部甲 --to 村干部甲
report handover 干部甲'

# searched ARGUMENTS..: in every format, to a file and on the terminal
searched() {
    local made=0 leaked='' format
    run --user clerk "$@"
    cp stdout searched.txt
    [ $status -ne 0 ] || { made=1 leaked+=$(found searched.txt); }
    for format in csv json; do
        run --user clerk "$@" --format $format
        [ $status -ne 0 ] || leaked+=$(found stdout)
    done
    for format in txt csv json pdf xlsx; do
        rm -f "out.$format"
        run --user clerk "$@" -o "out.$format"
        [ -e "out.$format" ] || continue
        made=1
        formats[$format]=$((formats[$format] + 1))
        leaked+=$(found "out.$format")
    done
    check "$*: it is made" [ $made -eq 1 ]
    [ $made -eq 1 ] || cat stderr
    check "$*: no secret" [ -z "$leaked" ]
}

declare -A formats=([txt]=0 [csv]=0 [json]=0 [pdf]=0 [xlsx]=0)
n=0
while IFS= read -r document; do
    # shellcheck disable=SC2086
    ! share $((n++)) || searched $document
done <<<"$documents"
for format in pdf xlsx txt csv; do
    check "most documents go into a .$format" [ "${formats[$format]}" -ge $((20 / parts)) ]
done

# ---- that the search would find them, and that nothing was forgotten --------------------------

run --user cadre report visits -o plain.pdf
check 'who may see them has the words on paper' [ "$(found plain.pdf)" = 秘密 ]
run --user cadre list households -o plain.csv
check 'and the numbers in a file' [ "$(found plain.csv | wc -l)" -ge 4 ]
check 'but what may not be printed stays' [ "$(found plain.csv | grep -c 3303)" -eq 0 ]
run --user cadre show z26-001
check 'though he sees it' grep -q 330300197001014101 stdout
run --user cadre report visits -o plain.xlsx
check 'and in a workbook' [ "$(found plain.xlsx)" = 秘密 ]

run help
while read -r command; do
    "$XH_BIN" --lang en help "$command" | grep -q -- '--output' || continue
    check "$command is among them" grep -qE "^$command( |\$)" <<<"$documents"
done < <(sed -nE 's/^  ([a-z]+) .*/\1/p' stdout)
run help report
words=$(sed -nE '1s/^usage: xiaohao report //p' stdout | tr '|' '\n' | sed -nE 's/^ *([a-z]+).*/\1/p')
check 'the reports are known' [ "$(wc -w <<<"$words")" -ge 12 ]
for word in $words; do
    case $word in lead | unit) continue ;; esac     # of --by
    check "report $word is among them" grep -qE "^report $word( |\$)" <<<"$documents"
done
exit $failed
