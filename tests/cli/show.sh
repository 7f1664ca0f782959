#!/bin/bash
# One item as a page of the ledger: as text, for programs, as PDF and XLSX, printed; who may take it
# away; private words stay masked (OFFICE 22; ENGINE 28, 35).
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

# do_it COMMAND..: it has to work
do_it() {
    run "$@"
    [ "$status" -eq 0 ] || say "$(shown "$@"): $status $(cat stderr)"
}
small
do_it add tasks title=消防通道整治 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-27 co=督查室,林家村
do_it add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2026-12-31
do_it add households title=户主甲 parent=p1 unit=林家村 place=林家村/一组 owner=干部甲 lead=领导甲 \
    area=1 amount=12.5 phone=13800000001
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
printf '照片' >现场.jpg
do_it --user cadre check d2 scheme
do_it --user cadre check d2 work
do_it --user cadre check d2 proof --evidence 现场.jpg
do_it --user cadre progress d2 --text 已清出通道两处 --problem 一处未谈妥 --next 周五再谈
do_it --user leader instruct d2 一周内办结
do_it --user clerk extend d2 --to 2026-12-04 --reason 一处未谈妥
do_it --user cadre visit z1 --stance talking --demand 加宽机耕路 --promise 请示镇里 --due 2026-12-01
lang=zh

section '按纸面宽度看'
x --user clerk show d2 --width 100
x --user clerk show z1 --width 80
section '出纸'
run --user clerk show d2 -o 台账.pdf
say "$status $(cat stdout)"
say "$(pdftotext -layout 台账.pdf - | grep -v '校验码' | tr -d ' \f' | grep .)"
read -r seq code < <(read_code 台账.pdf)
run verify --seq "$seq" --code "$code"
say "$status $(sed -E 's/[0-9]+/N/' stdout)"
run --user clerk show d2 -o 台账.txt
say "$status $(cat stdout)"
x --user clerk show d2 -o 台账.doc
x --user clerk show d2 --print --format csv
x --user clerk show d77 -o 台账.pdf
section '给程序用'
x --user clerk show d2 --format csv
section '看得到才有, 能导出才带得走, 遮住的处处遮住'
x --user village show d2 -o 别人.pdf
for f in 户.pdf 户.xlsx 户.txt 户.csv 户.json; do
    run --user clerk show z1 -o $f
    case $f in
    *.pdf) pdftotext $f words ;;
    *.xlsx) unzip -p $f '*.xml' >words ;;
    *) cp $f words ;;
    esac
    say "$f $status 遮住 $(grep -c '\*\*\*0001' words) 露出 $(grep -cE '13800000001|加宽|请示|12\.5' words)"
done
run --user cadre show z1 -o 自己的.txt
say "$status $(grep -cE '13800000001|加宽|请示' 自己的.txt)"
compare
