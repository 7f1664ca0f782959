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
    村务公示照片.jpg 协议扫描.pdf 银行回单.pdf 交地照片.jpg; do proof "$file"; done

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
x --user clerk import households 村台账.csv place=林家村 parent=p26-01 owner=村干部甲 lead=领导甲
x --user village list households

H() { printf '征26-00%s' "$1"; }
# all STEP PROOF CODE...: tick a step of several households, silently; the village's one photo serves all
all() {
    local step=$1 proof=$2 n
    shift 2
    for n in "$@"; do
        run --user village check "$(H "$n")" "$step" ${proof:+--evidence "$proof"}
        [ "$status" -eq 0 ] || say "! $(cat "$XH_TMP/stderr")"
    done
    say "$step done: $*"
}

day 2026-04-15 'from house to house'
x --user village visit z26-001 --stance talking --demand 多算坡地0.03亩 --promise 4月24日前复量 --due 2026-04-24 --next 2026-04-24
x --user village check z26-001 sign --evidence 协议扫描.pdf
all visit '' 1 2 3 4 5 6

day 2026-04-27 'a promise was not kept: the household is coloured by it'
x --user village why z26-001
x --user village visit z26-001 --kept
x --user village undo
x --user village visit z26-001 --kept --on 2026-04-24
all measure '' 1 2 3 4 5 6

day 2026-04-28 'the result hangs in the village; one photo serves the village'
for n in 1 2 3 4 5 6; do run --user village begin "$(H "$n")" notice; done
x --user village check z26-001 notice --evidence 村务公示照片.jpg

day 2026-04-29
x --user cadre check $K notice --evidence 安置公告照片.jpg

day 2026-04-30 'thirty days are over'
x --user cadre check $K notice --evidence 安置公告照片.jpg

day 2026-05-14 'ten workdays after'
all notice 村务公示照片.jpg 1 2 3 4 5 6
x --user village check z26-001 sign --evidence 协议扫描.pdf

day 2026-05-15 'signing begins'
x --user village check z26-001 sign
all sign 协议扫描.pdf 1 2 3
x land p26-01
x unsigned p26-01 --format csv
x map p26-01

day 2026-05-18
all sign 协议扫描.pdf 4
x --user village check z26-004 vacate
x --user village visit z26-005 z26-006 --stance refuses --demand 要求就近安置
x --user cadre check $K register
x --user cadre check $K sign
x --user cadre check $K funds --evidence 到账凭证.pdf
x --user cadre skip $K hearing --reason 没有人要求听证
x --user leader grant $K
x --user clerk grant $K
x --user cadre check $K sign

day 2026-05-19 'handing in for approval: two have not signed'
x --user cadre begin $K approval
x --user cadre begin $K approval --reason 两户要求就近安置，正在协商，申请中已如实说明
x show $K

day 2026-06-01 'everybody has signed, before the day'
all sign 协议扫描.pdf 5 6
x land p26-01 --by village --format csv
x land p26-01

day 2026-07-06 'approved'
x --user cadre check $K announce --evidence 征收公告照片.jpg
x --user cadre set $K approval_no=浙土字〔2026〕第0000号
x --user cadre check $K approval --evidence 批复.pdf

day 2026-07-27 'fifteen workdays at most'
x --user cadre check $K announce --evidence 征收公告照片.jpg
x --user village check z26-001 vacate
all pay 银行回单.pdf 1 2 3 4 5
x --user cadre check $K pay --evidence 银行回单.pdf
all pay 银行回单.pdf 6
x --user cadre check $K pay --evidence 银行回单.pdf

day 2026-08-03
all vacate '' 1 2 3 4 5 6
x --user cadre check $K vacate
x --user cadre check $K hand --evidence 交地照片.jpg
x --user village apply p26-01 --place 林家村
all hand '' 1 2 3 4 5
x --user village apply p26-01 --place 林家村
all hand '' 6

day 2026-08-04 'the village is crossed off at once'
x --user village apply p26-01 --place 林家村
x --user village approve p26-01 --place 林家村
x --user leader approve p26-01 --place 林家村
x --user cadre check $K hand --evidence 交地照片.jpg
x land p26-01 --by group
x --user cadre show $K
check 'the record is whole' "$XH_BIN" "${global[@]}" verify
compare
