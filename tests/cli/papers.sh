#!/bin/bash
# Papers about crossing off: the form of approval, the certificate with its evidence; who may take
# them away; their codes (ENGINE 26-28; OFFICE 22).
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

# words FILE.pdf: what it says, without the blanks of its layout
words() { pdftotext -layout "$1" - | grep -v '校验码' | tr -d ' \f' | grep . || true; }

# file NAME COMMAND..: written by the clerk; which fonts stand in for which, is the machine's affair
file() {
    local name=$1
    shift
    run --user clerk "$@" -o "$name"
    say "$status $(cat stdout)"
    case $name in *.pdf) say "$(words "$name")" ;; esac
}
small
run add tasks title=消防通道整治 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-27 co=督查室,林家村
run add tasks title=背街小巷整治 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-30
run add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2026-12-31
run add households title=户主甲 parent=p1 unit=林家村 place=林家村/一组 owner=村干部甲 lead=领导甲 area=1
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
printf '照片' >现场.jpg
printf '签字' >签字件.jpg
for d in d2 d3; do
    run --user cadre check $d scheme
    run --user cadre check $d work
    run --user cadre check $d proof --evidence 现场.jpg --paper-kept '督查室档案柜,督办员甲'
    run --user cadre set $d result=已办结
done
run --user cadre apply d2
run --user clerk apply d3 --for 干部甲
lang=zh

section '销号审批表'
x --user clerk report approval d2 d3 d2
x --user clerk report approval d2 --width 80
x --user clerk report approval d2 --format csv
file 审批表.pdf report approval d2 d3
file 审批表.xlsx report approval d2 d3
section '只列待审核的'
x --user clerk report approval d1 d2 z1
x --user clerk report approval
x --user clerk report approval d77
x --user clerk report approval d1 --by unit
x --user clerk report certificate d1
section '纸质审批'
x --user clerk approve d2 --decided-by 领导甲 --paper 签字件.jpg
x --user leader approve d3
x --user clerk report approval d2
section '销号证明'
x --user clerk report certificate d2
x --user clerk report certificate d2 --format csv
file 证明.pdf report certificate d3
x --user clerk report certificate d1 d2
x --user clerk report certificate
x --user clerk report certificate d1 --all
global=(--home "$XIAOHAO_HOME" --today 2026-11-20 --as-of 2026-11-19)
x --user clerk report certificate d1
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
section '看得到才印得出, 能导出才能带走'
x --user village report certificate d3
run --user cadre report certificate d3 -o 我的.pdf
say "$status"
section '页上的校验码核对一致'
for f in 审批表 证明; do
    read -r seq code < <(read_code $f.pdf)
    run verify --seq "$seq" --code "$code"
    say "$f $status $(sed -E 's/[0-9]+/N/' stdout)"
    run verify --seq $((seq - 1)) --code "$code"
    say "$f $status"
done
compare
