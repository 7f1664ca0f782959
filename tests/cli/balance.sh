#!/bin/bash
# Books that must balance: units that convert exactly, sums of one list against those of another.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

section 'units'
lang=zh
x convert 11.8078 公顷 亩
x convert １１．８０７８公顷 亩
x convert 11.8078 公顷
x convert 1 亩
x convert 1234.56万元
x convert 107000.53 元 万元
bad convert 3亩2分
bad convert 5 户
bad convert 1 亩 元
bad convert 100
bad convert 约3 亩
bad convert

section 'books that do not balance'
run --today 2026-11-20 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
run unit add name=建设办 level=town rank=20
for village in 甲村 乙村; do run place add name=$village; done
run place add name=一组 parent=甲村
run person add name=督办员甲 login=clerk role=supervisor unit=建设办
run person add name=村干部甲 login=village role=village place=甲村
run add projects title=示例项目 due=2027-06-30
a_row() { run add "$@" parent=p26-01 owner=督办员甲; }
for i in 1 2 3; do a_row households "title=户00$i" place=甲村/一组 area=1.000001 amount=10; done
a_row households title=户004 place=乙村 area=2
a_row parcels title=甲村地块 place=甲村 area=3.000002 houses=3
a_row parcels title=乙村地块 place=乙村 area=177.1174 announced=11.8078 houses=2
a_row payments title=甲村第一批 place=甲村 money=30 houses=3
x balance
x balance p26-01 --check red_line
x balance --format csv
x balance --format json --check announced
x list households --where balance=off
x list parcels --where balance=announced
x list all --where balance=red_line --format csv
x set k26-002 area=177.1171
x balance --check announced
x set k26-002 area=11.8078公顷
x set k26-002 area=3亩2分
x set z26-001 amount=123456.78元
x balance --check announced
section 'one row in itself'
run set z26-004 amount=12 pay_land=8 pay_house=2.5 pay_bonus=1 area_farm=1.2 area_house=0.8 rooms=3 \
    floor=120.5 trees=杨梅12株
x --user clerk show z26-004
x --user clerk balance --check items
x balance --check areas
x --user clerk list households --where balance=items
x --user clerk check z26-004 visit
x --user clerk set z26-004 pay_move=0.5
x --user clerk balance --check items
section 'a number nobody means'
bad set k26-001 area=99999999999999
bad set k26-001 area=100000000001公顷
bad set z26-001 people=1000000000001
bad set z26-001 people=三人
section 'by those who may not take all of it away'
run person add name=领导甲 login=leader role=leader
run set k26-002 lead=领导甲 area=177.12
x --user leader balance --check announced
x --user leader balance --check announced --format csv
x --user leader balance --check red_line --format json
x --user village balance --format csv
section 'by those who may not read all of it'
x --user village balance
lang=en
x --user village balance --check red_line
section 'mistakes'
bad balance nothing
bad balance --check nothing
bad balance --list nothing
bad balance --format xml
bad list households --where balance=nothing
bad list tasks --where 'balance>1'
compare
