#!/bin/bash
# 包户走访单: a sheet for each cadre, ten households a page, in an order that stays.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
# Nobody has to measure or wait here before signing.
run config check
sed -i -e '/^  - id: sign$/,/^  - id: pay$/{/after: notice/d;/due: notice/d;/evidence:/d}' "$XIAOHAO_HOME/config/lists/households.yaml"
run config apply --yes
section 登记
run add projects title=示例项目 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2027-01-29 report_every=none
run place add name=上洋村
# 村组 before code: the first eleven are entered out of order of their places.
for i in 1 2 3 4 5 6 7 8 9 10 11; do
    place=林家村/一组
    [ $((i % 2)) -eq 0 ] || place=林家村
    run add households title=户主$i parent=p1 unit=建设办 place=$place owner=干部甲 lead=领导甲 area=1
done
run add households title=户主12 parent=p1 unit=林家村 place=林家村 owner=村干部甲 lead=领导甲 area=1
run add households title=户主13 parent=p1 place=上洋村
for i in 01 02 03; do x --user cadre accept z26-0$i; done
x --user cadre visit z26-001 --on 11-02 --stance talking --demand 多算0.3亩坡地 \
    --promise '请测绘公司到场复量坡地，与评估公司一起核对青苗和附着物清单，结果张榜公示三天后再谈补偿数额，期间不催签' --due 11-04
x --user cadre visit z26-001 --on 11-02 --promise 送政策文本 --due 11-09
x --user cadre visit z26-002 --on 11-02 --stance refuses --next 11-05
lang=zh
global=(--home "$XIAOHAO_HOME" --today 2026-11-06)

section '每名干部一份, 每页十户'
run report visits
tidy <"$XH_TMP/stdout" >>"$transcript"
check 'ten a page, a sheet each' [ "$(grep -c '^征地户签' "$XH_TMP/stdout")" -eq 4 ]
check 'no line is wider than 80' [ "$(LC_ALL=C.UTF-8 wc -L <"$XH_TMP/stdout")" -le 80 ]
section '一名干部, 132 列'
run report visits --owner 干部甲 --place 林家村/一组 --width 132
tidy <"$XH_TMP/stdout" >>"$transcript"
section '本人的单'
run --user cadre report visits --width 80
grep -E -A1 '征26-001|承诺未' "$XH_TMP/stdout" | tidy >>"$transcript"
check 'only what he may read' [ "$(grep -c '^征地户签' "$XH_TMP/stdout")" -eq 2 ]
section '没有权限看原话'
run --user leader report visits --owner 干部甲 --place 林家村 --width 80
grep -E -A1 '征26-00[12]|承诺未' "$XH_TMP/stdout" | tidy >>"$transcript"
check 'masked' grep -q '期限 11-04：\*\*\*' "$XH_TMP/stdout"
check 'no words of the visit' bash -c '! grep -qE "测绘|坡地|政策文本" "$1"' _ "$XH_TMP/stdout"
section '看不到的户不上单'
x --user village report visits --owner 干部甲 --place 上洋村
section '当天签约, 兑现, 不动序号'
numbers() { run report visits "$@"; grep -oE '^ *[0-9]+ +征26-[0-9]+' "$XH_TMP/stdout" | tr -s ' ' | tr '\n' ';'; }
before=$(numbers)
x --user cadre check z26-002 sign
x --user cadre visit z26-001 --kept 1
check 'numbers stand' [ "$before" = "$(numbers)" ]
section '第二天的, 全部的, 当时的'
global=(--home "$XIAOHAO_HOME" --today 2026-11-09)
say "$(numbers --owner 干部甲)"
say "$(numbers --owner 干部甲 --all)"
global=(--home "$XIAOHAO_HOME" --today 2026-11-09 --as-of 2026-11-06)
check 'that day again' [ "$before" = "$(numbers)" ]
global=(--home "$XIAOHAO_HOME" --today 2026-11-09)
section '存文件'
x --user cadre report visits --all -o sheet.txt
check 'a line between pages' [ "$(grep -c '^=====' sheet.txt)" -eq 1 ]
section '没有包户干部的户, 态度和承诺不上单'
run add households title=户主14 parent=p1 unit=建设办 place=上洋村
run --user clerk visit z26-014 --on 11-05 --who 干部甲 --stance refuses --promise 复量 --due 11-09
run report visits --place 上洋村 --width 80
grep -B2 -A3 '征26-014' "$XH_TMP/stdout" | tidy >>"$transcript"
check 'no stance on the page of nobody' bash -c '! grep -qE "不愿|复量|承诺未" "$1"' _ "$XH_TMP/stdout"
section '每一页只有本人的户'
run report visits
awk '/打印日期/ { of = $1 } / 征26-/ { print of, $2 }' "$XH_TMP/stdout" >>"$transcript"
section '写错了'
bad report visits p1
bad report visits --list tasks
bad report visits --owner 无此人
bad report visits --width 30
bad report visits --by unit
x report visits --format csv
x report visits -o x.csv
bad report visits -o x.doc
bad report overdue --owner 干部甲
bad --user village report visits -o sheet.txt
compare
