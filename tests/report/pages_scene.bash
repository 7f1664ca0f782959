# shellcheck shell=bash disable=SC2034,SC2154
# pages_scene.bash - the township whose papers test_pages.c keeps as text and as pictures: three weeks
# of tasks, a road with two villages, an order, a letter, a meeting. All of it is made up, every day is
# fixed; what differs from run to run (codes, the hour) the test leaves out.
. "$(dirname "${BASH_SOURCE[0]}")/../cli/lib.bash"

do_it() {
    run "$@"
    [ "$status" -eq 0 ] || { printf '%s\n' "$*"; cat "$XH_TMP/stderr"; exit 1; } >&2
}
day() { global=(--home "$XIAOHAO_HOME" --today "2026-$1"); }

lang=zh
small
do_it unit add name=财政所 level=town rank=21
do_it unit add name=自然资源所 level=town rank=22
do_it unit add name=县自然资源局 level=superior
do_it unit add name=上洋村 level=village rank=31
do_it place add name=二组 parent=林家村
do_it place add name=上洋村
do_it person add name=干部乙 login=cadre2 role=handler unit=自然资源所 rank=51
do_it person set 领导乙 login=leader2
do_it config check
# nobody has to measure or wait here before signing
sed -i '/^steps:/,/^progress:/{/^steps:/!{/^progress:/!d}}' "$XIAOHAO_HOME/config/lists/households.yaml"
steps='{visit,入户}{measure,丈量}{notice,公示}{sign,签约}{pay,兑付}{vacate,腾空}{hand,交地}'
sed -i "s/^steps:/&$(sed -E 's/\{([a-z]+),([^}]*)\}/\\n  - {id: \1, name: \2}/g' <<<"$steps")/; s/{id: hand, name: 交地}/{id: hand, name: 交地, due: parent.handover}/" \
    "$XIAOHAO_HOME/config/lists/households.yaml"
do_it config apply --yes

# ---- 11-02: what is given out ----------------------------------------------------------------------

task() { do_it add tasks "title=$1" "unit=$2" "owner=$3" "lead=$4" "due=2026-$5" "${@:6}"; }
task '还建房二期消防通道整治，清理占道堆物，补划标线' 建设办 干部甲 领导甲 11-13 source=领导批示 co=财政所,林家村
task '河道清淤和堤岸修补，汛前完成' 自然资源所 干部乙 领导乙 11-18
task '背街小巷路灯改造' 建设办 干部甲 领导甲 11-20 source=信访热线 co=财政所
task '临时用地复垦方案报批' 自然资源所 干部乙 领导乙 11-27
task '园区大道绿化带补种' 建设办 干部甲 领导甲 12-10
task '农村危房排查复核' 建设办 干部甲 领导甲 11-12
do_it add projects title=园区大道一期 unit=建设办 owner=干部甲 lead=领导甲 due=2027-03-31 handover=2026-12-31 \
    investment=12000 planned=4000 sign_start=2026-11-02 sign_due=2026-12-02
house() { do_it add households "title=户主$1" parent=p1 "unit=$2" "place=$3" "owner=$4" lead=领导甲 "area=$5" phone=0001; }
for i in 01 02 03 04 05 06 07 08; do house $i 林家村 林家村/一组 村干部甲 0.8$i; done
for i in 09 10 11 12 13; do house $i 林家村 林家村/二组 村干部甲 1.2$i; done
for i in 14 15 16; do house $i 上洋村 上洋村 干部乙 2.1$i; done
do_it add parcels title=林家村地块 parent=p1 place=林家村 area=12.6 houses=13 owner=干部乙 unit=自然资源所
do_it add parcels title=上洋村地块 parent=p1 place=上洋村 area=6.4 houses=3 owner=干部乙 unit=自然资源所
do_it add problems title=园区企业用电增容 unit=建设办 owner=干部甲 lead=领导乙 due=2026-11-24
for code in d1 d2 d4 d6 d7 p1 w1; do do_it --user cadre accept $code; done
for code in d3 d5 k1 k2 z14 z15 z16; do do_it --user cadre2 accept $code; done
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do do_it --user village accept z$i; done

# ---- 11-06: the first sheet ------------------------------------------------------------------------

day 11-06
do_it --user cadre progress d2 --text '占道堆物已清理三分之二，剩余两户约定周三前自行搬离，标线待天晴施工' --percent 60
do_it --user cadre2 progress d3 --text '清淤船已进场' --percent 20
do_it --user leader2 hold d5 --by 县自然资源局 --until 2026-11-18 --reason 待批复
do_it --user village visit z26-001 --on 11-05 --stance talking --demand '多算0.3亩坡地' \
    --promise '请测绘公司到场复量坡地，结果张榜公示' --due 11-11
do_it --user village visit z26-002 --on 11-05 --stance refuses --objection '对附着物清单有异议'
do_it --user cadre progress d6 --text '苗木已采购' --percent 30
do_it --user cadre progress p1 --text '路基施工至K0+600'
do_it --user clerk report weekly --final

# ---- 11-13 to 11-20 ----------------------------------------------------------------------------------

day 11-12
for i in 003 004 005 009 010 014 015 016; do for s in visit measure notice sign; do do_it check z26-$i $s; done; done
for i in 014 015 016; do for s in pay vacate hand; do do_it check z26-$i $s; done; done
for i in 001 002 006; do do_it check z26-$i visit; done
printf '照片' >现场.jpg
for d in d4 d7; do
    do_it --user cadre check $d scheme
    do_it --user cadre check $d work
    do_it --user cadre check $d proof --evidence 现场.jpg --paper-kept '督查室档案柜,督办员甲'
    do_it --user cadre set $d result=已办结，现场已复核
    do_it --user cadre apply $d
done
do_it --user leader approve d7
do_it apply p1 --place 上洋村
day 11-20
do_it --user cadre progress d1 --text '灯杆基础已浇筑，等待厂家发货' --percent 45
do_it --user clerk supervise d2
do_it --user leader order sign 1
do_it --user clerk supervise d5
do_it --user clerk report weekly --final
mkdir "$XIAOHAO_HOME/meetings"
cat >"$XIAOHAO_HOME/meetings/2026-11-20-1" <<'END'
xiaohao-meeting 1
kind 周例会
session 2026年第47期
met 2026-11-20
chair 3
chair-name 领导甲
recorder 2
recorder-name 督办员甲
sheet-year 2026
sheet-no 47
confirmed 2026-11-20
row 1
code 督26-2
title 还建房二期消防通道整治，清理占道堆物，补划标线
item 2
cell unit=建设办
cell owner=干部甲
what limit
day 2026-11-27
text 先清堆物，后划标线，周五前报照片
row 2
code 督26-4
title 背街小巷路灯改造
item 4
what agreed
done 1
row 3
code 督26-3
title 河道清淤和堤岸修补，汛前完成
item 3
END
