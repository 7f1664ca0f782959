#!/bin/bash
# stats: the figures superiors ask for, as people read them and as programs do; count beside
# it: items and households apart, never added.
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run person add name=干部乙 login=other role=handler unit=督查室 rank=55
run unit add name=县住建局 level=superior rank=1
run add tasks title=二号 unit=建设办 owner=干部甲 lead=领导乙 due=2026-11-06
run add tasks title=三号 unit=督查室 owner=干部乙 lead=领导甲 due=2026-11-20
run add tasks title=四号 unit=县住建局 lead=领导甲 due=2026-11-10
run add projects title=示例项目 unit=建设办 lead=领导甲 due=2027-12-31 handover=2027-06-30 investment=100
run add households parent=p1 title=户001 place=林家村 unit=林家村 owner=村干部甲 area=0.5
run add households parent=p1 title=户002 place=林家村/一组 unit=林家村 owner=村干部甲 area=0.5
finish() {
    for step in scheme work; do run --user cadre check "$1" $step; done
    run --user cadre check "$1" proof --link https://example.invalid/photo
    run --user cadre set "$1" result=已办结
    run --user cadre apply "$1"
    run --user leader approve "$1"
}
global=(--home "$XIAOHAO_HOME" --today 2026-11-05)
finish d1
global=(--home "$XIAOHAO_HOME" --today 2026-11-12)
run --user leader hold d3 --by 县住建局 --until 2026-12-11 --reason 等批复

section 'the figures of a period, by list'
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
x stats --from 11-01
section 'by unit: superiors apart, without rates'
x stats --from 11-01 --by unit
section 'since the last cut-off'
x stats --by lead
section 'a period gone by'
x stats --from 11-01 --to 11-06 --by owner
section 'of one list, one unit; by village'
x stats tasks --unit 建设办 --from 11-01 --by list,unit
x stats households --from 11-01 --by place
section 'only what one may read'
x --user other stats --from 11-01
section 'in Chinese'
lang=zh
x stats --from 11-01
x stats --from 11-01 --by unit
x --user other stats --from 11-01
x stats --from 2025-11-01 --to 11-06
lang=en
section 'on paper'
lang=zh
run stats --from 11-01 --by unit -o stats.pdf
check 'it says of when' grep -q '2026-11-01至2026-11-20' "$XH_TMP/stdout"
pdftotext -layout stats.pdf stats.txt
for words in 试验镇统计 县住建局 需上级协调 共交办5件; do
    check "the PDF says $words" grep -q "$words" stats.txt
done
check 'people above us have no rates' \
    awk '/县住建局/ { bad = /%/ } END { exit bad }' stats.txt
run stats --from 11-01 --by unit -o stats.xlsx
sheet() { unzip -p stats.xlsx xl/worksheets/sheet1.xml; }
check 'rates are numbers in the workbook' grep -Eq '<v>33\.3[0-9]*</v>' <(sheet)
check 'so are figures' grep -Eq '<v>3</v>' <(sheet)
x stats --width 80 --from 11-01 --by unit
x stats -o stats.doc
lang=en
section 'for programs'
x stats --from 11-01 --by unit,lead --format csv
x stats households --from 11-01 --format json
section 'refusals'
x stats --by village
x stats --by unit,unit
x stats --from 11-10 --to 11-01
x stats --to 2026-12-01
x stats nothing
x --as-of 2026-11-10 stats
section 'count: items and households apart'
x count
x count --by unit
x count --by lead
x count --by owner --format csv
x count households --by unit
lang=zh
x count --by unit

# the same for programs in both languages
for args in 'stats --from 11-01 --by unit' 'count --by unit'; do
    for format in csv json; do
        # shellcheck disable=SC2086
        lang=en run $args --format $format && cp "$XH_TMP/stdout" en.out
        # shellcheck disable=SC2086
        lang=zh run $args --format $format
        check "$args, $format: the same in Chinese and English" cmp en.out "$XH_TMP/stdout"
    done
done

compare
