#!/bin/bash
# Orders to units and letters to superiors (OFFICE 7, 10, 12, 13): the flow, the paper, the refusals.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run unit add name=县自然资源局 level=superior
run add tasks title=河道清淤 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-24
run add tasks title=用地报批 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-18 source=上级文件 source_ref=县政发5号
run add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2026-11-10
for i in 1 2 3; do
    run add households title=户主$i parent=p1 unit=林家村 place=林家村/一组 owner=村干部甲 lead=领导甲 area=1
done
run --user leader hold d3 --by 县自然资源局 --until 2026-11-20 --reason 待批复
global=(--home "$XIAOHAO_HOME" --today 2026-11-27)
lang=zh

section '督办单: 从拟稿到办结'
x --user clerk supervise d1 d2
x --user clerk order sign 1
x --user leader order sign 1
x --user clerk order deliver 1
x --user clerk order receive 1
x --user clerk order receive 1 --for 干部甲
printf '照片' >现场.jpg
x --user cadre answer 1 --text '已进场施工,12月2日完工' --evidence 现场.jpg
x --user clerk order return 1号 --reason '措施不具体'
x --user cadre answer '沿督(2026)1号' --text '已完工'
x --user clerk order finish '试督[2026]1号'
x --user clerk order finish 1
x order show 1
x show d1
section '督办单: 印出来'
x order print 1
section '户签分组, 附件只有编号'
x --user clerk supervise p1 --place 林家村
x order print 2
section '协调函: 上级不发督办单'
x --user clerk supervise d3
x --user leader order sign r3
x order print 3
x --user clerk order deliver r3
x --user clerk order finish r3
x --user clerk order finish r3 --reason '电话答复'
section '列表'
x order
x order --open
x order list --state 办结
x order --state nonsense
global=(--home "$XIAOHAO_HOME" --today 2026-12-01)
run --user leader order sign r2
run --user clerk order deliver r2
global=(--home "$XIAOHAO_HOME" --today 2026-12-14)
x order --unsigned
x order --overdue --unit 林家村
x order --overdue --unit 建设办
x order --format csv
x --user cadre order --format json --state draft
section '不能的'
x --user clerk supervise d1 d9 p1
x --user cadre supervise d1
x order sign
x order sing 1
x order show 77
x order show 2
x order print r1 -o order.csv
x order print r1 --format json
x order print 1 --format pdf
x order show 1 --format pdf
x order print 1 -o order.doc
x order list 1
x order deliver 1 due=3
x --user cadre order print 2
x --user cadre answer 1
x supervise
section '草稿'
x --user clerk supervise d2 --demand '请于会前说明' --due +3 --feedback week
x --user clerk order set r4 due=+5 title=清淤 lead=领导乙 colour=red
x --user clerk order set r4 due=+5 title=清淤 lead=领导乙
x --user clerk order set r4
x --user clerk undo
x --user clerk order withdraw r4
x --user clerk order set r4 title=x
section '作废: 文号不再用'
run --user clerk supervise d2 --demand '请说明'
run --user leader order sign r5
x --user leader undo
x --user leader order withdraw r5
x --user leader order withdraw r5 --reason '写错单位'
x order print r5 -o 作废.txt
say "$(head -n 3 作废.txt)"
run --user clerk supervise d2 --demand '请说明'
x --user leader order sign r6
section 'in English'
lang=en
x order
x order print r6
x show d2
x help supervise
x help order
lang=zh
section '一纸督办单: 页上的校验码核对一致'
for n in 1 3 5; do
    run order print r$n -o $n.pdf
    read -r seq code < <(read_code $n.pdf)
    run verify --seq "$seq" --code "$code"
    say "r$n: $(pdfinfo $n.pdf | sed -nE 's/^Pages: +//p') $status $(sed -E 's/[0-9]+/N/' stdout)"
    run verify --seq "$seq" --code "${code/%?/U}"
    say "r$n: $status"
done
x --user clerk order show r1 -o 督办单.xlsx
check 'a workbook' test -s 督办单.xlsx
pdftotext -layout 1.pdf - | grep -v '校验码' | tr -d ' \f' | grep . >words
say "$(cat words)"
lang=en
section 'no line wider than 80 columns'
for n in 1 2 3 4 5 6; do
    run order print r$n
    say "$(wc -L <stdout)"
done
section 'many sign at once: numbers without gaps'
for i in 1 2 3 4 5 6 7 8; do run --user clerk supervise d2 --demand "第$i次" --again; done
for i in 7 8 9 10 11 12 13 14; do
    "$XH_BIN" "${global[@]}" --user leader order sign r$i >/dev/null 2>&1 &
done
wait
run --user clerk order --format csv
say "$(cut -d, -f2 stdout | grep -o '督〔2026〕[0-9]*' | sort -V | tr '\n' ' ')"
run verify
say "verify $status"
compare
