#!/bin/bash
# A village's land from the first announcement to the crossing off, as the office would do it: what the
# law forbids is refused with its article, the households come from a ledger, are worked off with
# evidence, and the village is accepted as a whole. The transcript is land.expected.
# shellcheck disable=SC2034,SC2154  # variables of lib.bash
# shellcheck source=tests/cli/lib.bash
. "$XH_ROOT/tests/cli/lib.bash"

# day DATE: the township's day from here on
day() {
    today=$1
    global=(--home "$XIAOHAO_HOME" --today "$today")
    section "$today ($(date -d "$today" +%A))${2:+: $2}"
}
proof() { printf '%s\n' "$1" >"$XH_TMP/$1"; }

small 2026-03-02 >/dev/null
P=项26-01 K=地26-001
run place add name=二组 parent=林家村
for file in 预公告照片.jpg 调查表.pdf 评估报告.pdf 安置公告照片.jpg 到账凭证.pdf 批复.pdf 征收公告照片.jpg \
    村务公示照片.jpg 协议扫描.pdf 银行回单.pdf 交地照片.jpg; do proof $file; done

day 2026-03-02 'a project comes to the township'
x --user clerk add projects title=检修配送中心 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-31 \
    sign_start=2026-05-11 sign_due=2026-06-12 handover=2026-08-31
x --user clerk add parcels title=林家村地块 parent=p26-01 place=林家村 owner=干部甲 area=177.117 houses=6

day 2026-03-16 'the announcement hangs from today'
x --user cadre check $K prenotice
x --user cadre begin $K prenotice
x --user cadre skip $K prenotice --reason 村里都知道了

day 2026-03-27 'nine workdays are not ten'
x --user cadre check $K prenotice --evidence 预公告照片.jpg
x --user cadre check $K ground

day 2026-03-30
x --user cadre check $K prenotice --evidence 预公告照片.jpg
x --user cadre check $K survey --evidence 调查表.pdf
x --user cadre check $K draft
x --user cadre check $K risk --evidence 评估报告.pdf
x --user cadre check $K draft

day 2026-03-31 'the plan is announced for thirty days'
x --user cadre begin $K notice

day 2026-04-10 'the village keeps its ledger in a spreadsheet'
cat >村台账.csv <<'CSV'
林家村征地户台账
序号,组,户主姓名,人口,面积(亩),补偿金额(元)
1,一组,户001,3,0.57,36366
2,一组,户002,4,0.61,38918
3,一组,户003,2,0.42,26796
4,二组,户004,5,0.66,42108
5,二组,户005,4,0.50,31900
6,三组,户006,1,三分,19140
CSV
x --user clerk import households 村台账.csv --dry-run
x --user clerk import households 村台账.csv place=林家庄 parent=p26-09 状态=在办 --dry-run
x --user clerk import households 村台账.csv place=林家村 parent=p26-01 owner=村干部甲 --dry-run
sed -i 's/三分/0.3/; s/三组/二组/' 村台账.csv
x --user clerk import households 村台账.csv place=林家村 parent=p26-01 owner=村干部甲
x --user village list households
compare
